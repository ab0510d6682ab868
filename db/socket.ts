/** The sockets of connections: the driver's own, but for how much may wait in them to be sent. */
import { Socket, type SocketConstructorOpts } from "node:net";
import type { DuplexOptions } from "node:stream";

/**
 * A statement is sent while the ones before it are worked on, as long as no more than this waits to be sent. With Node's
 * 16 kB that is never so for a statement of ingest, and the database idles after each until this process comes round to it.
 */
const SENT_AHEAD_BYTES = 1024 * 1024;

/** Where to connect to, as the driver has read it from the URL. */
interface Target {
  host: readonly string[];
  port: readonly number[];
  path?: string | false;
}

/**
 * A setting of the driver that its types do not name: it opens its sockets by this, and waits for none of them to be
 * connected; what it writes is sent then.
 */
export function ownSockets(): object {
  // Of several hosts each is tried in turn, as the driver does.
  let attempts = 0;
  const socket = ({ host, port, path }: Target): Socket => {
    const options: SocketConstructorOpts & DuplexOptions = { writableHighWaterMark: SENT_AHEAD_BYTES };
    const opened = new Socket(options);
    // Without this the end of one statement waits until the one before it is acknowledged.
    opened.setNoDelay(true);
    if (path) return opened.connect(path);
    const place = attempts++ % host.length;
    const name = host[place] as string;
    // The name is what a certificate is checked against.
    return Object.assign(opened.connect(port[place] as number, name), { host: name });
  };
  return { socket };
}
