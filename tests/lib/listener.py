"""A socket on loopback that counts who knocks."""

import socket
import threading


class Listener:
    """Accepts and closes every connection, and counts them."""

    def __init__(self) -> None:
        self.n_connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._count, daemon=True)

    def __enter__(self) -> "Listener":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed: counting is over
                return
            self.n_connections += 1
            connection.close()
