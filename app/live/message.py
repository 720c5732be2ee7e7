"""A message on its way: its text, and the WebSocket frame that is made of it once for everybody."""

from websockets.frames import Frame, Opcode


class Message:
    """One message of the protocol. `frame` is the same bytes for every connection without
    compression.
    """

    __slots__ = ("_frame", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._frame: bytes | None = None

    @property
    def frame(self) -> bytes:
        """Return the message as an unmasked text frame (RFC 6455, 5.2), made on first use."""
        if self._frame is None:
            data = Frame(Opcode.TEXT, self.text.encode())
            self._frame = bytes(data.serialize(mask=False))
        return self._frame
