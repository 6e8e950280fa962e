"""One file per mechanism; what is in this folder is in the model. See `engine.dynamics.declarations.Mechanism`."""

__all__: list[str] = []
