"""First names: one alone, below an agreement, is who signs. None of them is a word that warns (« Prudence »)."""

from __future__ import annotations

PRENOMS = frozenset(
    """
    adele adeline adrien agathe agnes ahmed alain albert alex alexandra alexandre alexia alexis alice aline alison
    alix amandine ambre amelie amina anais andre andrea angela angelina angelique anissa anita anna anne annick annie
    anouk anthony antoine antonio ariane arlette arnaud arthur audrey aurelie aurelien aurore axel axelle baptiste
    barbara bastien beatrice benedicte benjamin benoit bernadette bernard berthe bertrand brigitte bruno camille
    carine carla carlos carole caroline catherine cathy cecile cedric celia celine chantal charlene charles charlotte
    chloe christel christelle christian christiane christine christophe cindy claire clara claude claudette claudia
    claudine clement clementine clotilde colette coralie corentin corinne cyril cyrille damien daniel daniele danielle
    david deborah delphine denis denise diane didier dominique dorothee edith edouard eliane eliott elisa elisabeth
    elise ella elodie eloise elsa emeline emilie emma emmanuel emmanuelle enzo eric estelle esther etienne eva evelyne
    fabien fabienne fabrice fanny farid fatiha fatima fernand flavie flora florence florent florian florine
    franck francis francois francoise frederic frederique gabriel gaelle gaetan genevieve geoffrey georges georgette
    gerald geraldine gerard germaine gilbert gilles ginette gisele gregory guillaume guy gwenaelle hamid hassan helene
    henri herve hugo hugues ibrahim ines irene isabelle ivan jacqueline jacques jade janine jean jeanne jeannine
    jennifer jeremy jerome jessica joanna jocelyne joel joelle johan johanna jonathan josephine josette josiane jules
    julia julie julien juliette justine karen karim karine kelly kevin khadija laetitia laura laure laurence laurent
    laurie lea leila leo leon leonie lilian liliane lina lionel lisa loic lorene louis louise luc lucas lucette lucie
    lucien lucienne ludivine ludovic lydie madeleine magali malika manon manuel marc marcel marcelle margaux margot
    marguerite maria mariam marianne marie marine marion marius marjorie marlene martin martine mathias mathieu
    mathilde matthieu maud maurice maxime megane melanie melissa mercedes michael michel michele micheline mickael
    mireille mohamed monique morgane muriel murielle mustapha myriam nabil nadege nadia nadine natacha nathalie nelly
    nicolas nicole nina noel noemie nora odette odile olga oliver olivia olivier ophelie oriane oscar pascal pascale
    patrice patricia patrick paul paule paulette pauline perrine philippe pierre pierrette quentin rachel rachid
    raphael raymond raymonde regine regis remi remy renaud rene renee richard robert robin roger roland rolande romain
    romane ronan rosalie rose roxane sabine sabrina said salima salome samia samir samuel sandra sandrine sara sarah
    sebastien serge severine simon simone solange solene sonia sophie stella stephane stephanie steven suzanne sylvain
    sylvette sylviane sylvaine sylvie tatiana tania thibault thibaut thierry thomas tiphaine tony tristan
    valentin valentine
    valerie vanessa veronique vincent violette virginie viviane xavier yacine yann yannick yasmina yolande youssef
    yvan yves yvette yvonne zoe
    """.split()  # noqa: SIM905  # words are read in lines
)
