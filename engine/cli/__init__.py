"""The command line. There is nothing to import here: the command `kam` is `engine.cli.main:main`."""

__all__: list[str] = []
