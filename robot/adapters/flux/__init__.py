"""The files of the flux: the table of the assiette, the stream of releases, the sheets."""
