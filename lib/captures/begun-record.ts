import { MessageReader, type ReadRecord } from './read-messages.ts';
import type { RecordHeader } from './record-header.ts';

/** A record whose header is read, while it is not known where it ends. All bytes are given from its header on. */
export class BegunRecord {
  readonly header: RecordHeader;
  private readonly headerBytes: number;
  private readonly reader: MessageReader;
  /** Bytes without which its body is short. */
  private needs = 0;
  /** A separator lies in its body. */
  joined = false;

  constructor(header: RecordHeader, headerBytes: number) {
    this.header = header;
    this.headerBytes = headerBytes;
    this.reader = new MessageReader(header.type === 1 ? 'request' : 'answer');
  }

  /** Null: its body is short, if it ends here. */
  read(record: Buffer, atEnd: boolean): ReadRecord | null {
    if (record.length < this.needs) return null;
    const read = this.reader.read(this.messagesIn(record), atEnd);
    if (read.state === 'done') return read;
    this.needs = this.headerBytes + read.needs;
    return null;
  }

  /** For a record that ends although its body is short. */
  stop(record: Buffer, mayLackBody: boolean): ReadRecord {
    return this.reader.stop(this.messagesIn(record), mayLackBody);
  }

  messagesIn(record: Buffer): Buffer {
    return record.subarray(this.headerBytes);
  }
}
