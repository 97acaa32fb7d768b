// Follows the changes with an EventSource that nobody here wrote, for as long as it lets; writes a line for each event.
import { EventSource } from 'eventsource';

const source = new EventSource(`${process.argv[2]}/api/v1/changes?after=0`);
for (const kind of ['published', 'withdrawn', 'all'])
  source.addEventListener(kind, (event) => {
    const { id, attributes } = JSON.parse(event.data);
    if (id !== event.lastEventId || attributes.kind !== kind) throw new Error(`${event.lastEventId}: ${event.data}`);
    console.log(id, kind, attributes.entry ?? '-', attributes.locale ?? '-');
  });
source.addEventListener('error', (event) => {
  // A connection that is lost is made again; for good it is lost only by an answer that is none.
  console.error(event.code ?? 'lost', event.message ?? '');
  if (source.readyState === EventSource.CLOSED) process.exit(1);
});
