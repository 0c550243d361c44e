from tests.registry.shipped import shipped_register

__all__ = ["shipped_register"]
