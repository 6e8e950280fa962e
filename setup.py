"""Lays the scenarios, which stand beside the package in the sources, inside it where it is installed.

Everything else about the distribution stands in pyproject.toml, which has no words for this.
"""

from setuptools import find_namespace_packages, setup

SCENARIOS = {"engine.scenarios": "scenarios"}

setup(
    packages=[*find_namespace_packages(include=["engine*"]), *SCENARIOS],
    package_dir=SCENARIOS,
    package_data={"engine.scenarios": ["**/*.yaml", "**/*.csv", "*.json"]},
)
