"""An xlwings engine on LibreOffice's UNO bridge: `register`, `start`, `connect`."""

from kinerja_xl.live.libreoffice.engine import ENGINE_NAME, connect, register, start

__all__ = ["ENGINE_NAME", "connect", "register", "start"]
