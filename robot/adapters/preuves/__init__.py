"""The proof file of a dwelling: what an auditor or a judge can check without the robot nor its database."""
