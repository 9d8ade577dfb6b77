"""The steps from a clone to a program that runs: environment, toolchain, engine, client. Standard library only.

`plan.carry_out` runs them in order; each is skipped when its inputs are what they were.
"""
