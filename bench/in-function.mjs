// Preloaded into a function by the bench: sends its calls through the meter, or records its CPU.
import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const name = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
const { BENCH_METER: meter, BENCH_PROFILE: profiled, BENCH_PROFILES: folder } = process.env;

if (meter) process.env.AWS_ENDPOINT_URL_DYNAMODB = `${meter}/${name}`;

if (profiled && name.includes(profiled)) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  let recordings = 0;
  let isRecording = false;
  const write = (_error, result) => {
    const file = `${folder}/${name}.${process.pid}.${++recordings}`;
    writeFileSync(file, JSON.stringify(result.profile));
    renameSync(file, `${file}.cpuprofile`);
  };
  // The local cloud kills its functions, so that a profile must be asked for; starts are left out.
  process.on('SIGUSR2', () => {
    if (isRecording) session.post('Profiler.stop', write);
    else session.post('Profiler.start');
    isRecording = !isRecording;
  });
}
