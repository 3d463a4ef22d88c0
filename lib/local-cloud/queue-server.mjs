// A process of its own: its fsyncs do not hold up the gateway, and it can be killed alone.
import { startFauxqs } from 'fauxqs';

const { PersistenceManager } = await import(
  new URL('persistence.js', import.meta.resolve('fauxqs')).href
);

/** Version 2.4.1 clears a count that its table does not let be empty: a message given back at once was lost until the next start. */
PersistenceManager.prototype.updateMessageReady = function updateMessageReady(messageId) {
  this.db
    .prepare(
      'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
    )
    .run(messageId);
};

const [port, dataDir] = process.argv.slice(2);
const server = await startFauxqs({ port: Number(port), host: '127.0.0.1', dataDir, logger: false });
process.once('disconnect', () => void server.stop().finally(() => process.exit()));
