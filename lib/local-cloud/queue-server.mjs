// A process of its own: its fsyncs do not hold up the gateway, and it can be killed alone.
import { startFauxqs } from 'fauxqs';

const [port, dataDir] = process.argv.slice(2);
const server = await startFauxqs({ port: Number(port), host: '127.0.0.1', dataDir, logger: false });
process.once('disconnect', () => void server.stop().finally(() => process.exit()));
