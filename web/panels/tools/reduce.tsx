/** Reduce: the least change of the network that meets budgets on weights and connections, with its proof. */
import { Frame, Failure, Working } from './frame.tsx';
import { Pareto } from './pareto.tsx';
import { ReduceForm } from './reduce-form.tsx';
import { ReduceResult } from './reduce-result.tsx';
import { failure, solved, solving, stop } from './solving.ts';

export function Reduce() {
  const running = solving.value;
  return (
    <Frame
      id="reduce"
      title="Reduce"
      about="Finds the least change of the layers’ widths that meets both budgets, and proves how near to the least it is."
    >
      <ReduceForm />
      <Working
        progress={running?.progress}
        cancel={stop}
        cancelTitle={running?.what === 'reduction' ? 'Stop, take the best so far' : 'Stop'}
      />
      <Failure sentence={failure.value} />
      {solved.value && <ReduceResult solved={solved.value} />}
      <Pareto />
    </Frame>
  );
}
