/** ONNX Runtime's profile (Chrome's trace events) → the times of its nodes, run by run. */
import { MalformedError } from '../core/errors.ts';

/** One node of the graph as the runtime ran it, which may be several of the file's fused into one. */
export interface NodeTime {
  readonly name: string;
  readonly operator: string;
  /** Its place among the file's nodes, where it is one of them. */
  readonly index: number;
  readonly milliseconds: number;
}

interface Event {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: { readonly op_name?: string; readonly node_index?: string };
}

const suffix = '_kernel_time';

/** The nodes of each run; those that ran within another node (the bodies of loops and branches) belong to that node's time. */
export function runsOf(profile: string): readonly (readonly NodeTime[])[] {
  const events = parse(profile).toSorted((a, b) => a.ts - b.ts || b.dur - a.dur);
  const runs = events.filter(({ cat, name }) => cat === 'Session' && name === 'model_run');
  const nodes = outermost(events.filter(({ cat, name }) => cat === 'Node' && name.endsWith(suffix)));
  return runs.map(({ ts, dur }) => nodes.filter((node) => node.ts >= ts && node.ts < ts + dur).map(timeOf));
}

function timeOf({ name, dur, args }: Event): NodeTime {
  return {
    name: name.slice(0, -suffix.length),
    operator: args?.op_name ?? '',
    index: Number(args?.node_index ?? -1),
    milliseconds: dur / 1000,
  };
}

function outermost(events: readonly Event[]): readonly Event[] {
  let end = -1;
  return events.filter(({ ts, dur }) => {
    if (ts + dur <= end) return false;
    end = ts + dur;
    return true;
  });
}

function parse(profile: string): readonly Event[] {
  try {
    const events: unknown = JSON.parse(profile);
    if (Array.isArray(events)) return events.filter(isEvent);
  } catch (error) {
    throw new MalformedError('the profile that ONNX Runtime wrote is not JSON', { cause: error });
  }
  throw new MalformedError('the profile that ONNX Runtime wrote is no list of events');
}

function isEvent(event: unknown): event is Event {
  if (typeof event !== 'object' || event === null) return false;
  const has = (key: string, type: string): boolean => key in event && typeof Reflect.get(event, key) === type;
  return has('cat', 'string') && has('name', 'string') && has('ts', 'number') && has('dur', 'number');
}
