"""Lays the scenarios, which stand beside the package in the sources, inside it where it is installed.

Everything else about the distribution stands in pyproject.toml, which has no words for this.
"""

from setuptools import find_namespace_packages, setup

INSIDE = ["engine.scenarios", *(f"engine.scenarios.{part}" for part in find_namespace_packages("scenarios"))]

setup(packages=[*find_namespace_packages(include=["engine*"]), *INSIDE], package_dir={"engine.scenarios": "scenarios"})
