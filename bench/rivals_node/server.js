// The rivals on Node: `ws` and `socket.io`, as their own documentation shows them.
//
// node server.js NAME PORT ROUNDS PAUSE_MS MESSAGE: broadcasts at SIGUSR2 (SIGUSR1 belongs to
// Node's debugger), as bench/rounds.py says for the others.

import { createServer } from "node:http";
import { Server } from "socket.io";
import { WebSocketServer } from "ws";

const [name, port, rounds, pause, message] = process.argv.slice(2);
const http = createServer();

const rivals = {
  ws() {
    const sockets = new WebSocketServer({ server: http });
    return () => {
      for (const client of sockets.clients) client.send(message);
    };
  },
  "socket.io"() {
    const io = new Server(http);
    const change = JSON.parse(message);
    return () => io.emit("change", change);
  },
};

const broadcast = rivals[name]();
process.on("SIGUSR2", () => {
  let left = Number(rounds);
  const round = () => {
    broadcast();
    left -= 1;
    if (left) setTimeout(round, Number(pause));
  };
  round();
});
http.listen(Number(port), "127.0.0.1");
