/**
 * A place on disk for a file that is written beside another and read afterwards: the steps of authentication come out of
 * the same pass over the records as the sign-ins, and a ZIP file holds one file after the other.
 */
import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, unlink } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";

export interface Spool {
  write(text: string): Promise<void>;
  /** What was written, from the start. Nothing can be written afterwards. */
  read(): Readable;
  /** To be called in any case. */
  close(): Promise<void>;
}

const READ_BYTES = 256 * 1024;

/** @param folder made where missing. */
export async function openSpool(folder: string): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${randomUUID()}.spool`);
  const handle = await open(file, "wx+", 0o600);
  // Without a name it goes away with the process, however that ends.
  await unlink(file);
  return {
    write: async (text) => {
      await handle.writeFile(text);
    },
    read: () => Readable.from(contents(handle)),
    close: () => handle.close(),
  };
}

async function* contents(handle: FileHandle): AsyncGenerator<Buffer> {
  let position = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
