/** Marks, in a drawing's elements, the part that shows the selected layer and what the pointed factors count. */
import { effect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Figure } from '../../src/draw/index.ts';
import { selected } from '../state/app.ts';
import { partShowing } from './figure-parts.ts';
import { pointedFactors } from './pointing.ts';

/** Only classes change, of the elements that are marked and were: it costs the same in any network. */
export function useMarking(figure: Figure, root: RefObject<SVGGElement | null>): void {
  useEffect(() => {
    let undo: readonly (() => void)[] = [];
    return effect(() => {
      const part = partShowing(figure, selected.value);
      const factors = new Set(pointedFactors.value);
      for (const step of undo) step();
      const groups = part && root.current ? groupsOf(root.current, part.layer) : [];
      undo = groups.flatMap((group) => markGroup(group, figure, factors));
      root.current?.classList.toggle('has-selection', groups.length > 0);
    });
  }, [figure]);
}

function groupsOf(root: SVGGElement, layer: string): readonly SVGElement[] {
  return [...root.querySelectorAll<SVGElement>(`:scope > [data-layer="${CSS.escape(layer)}"]`)];
}

/** Gives what takes the marks away again. */
function markGroup(group: SVGElement, { marks }: Figure, factors: ReadonlySet<string>): readonly (() => void)[] {
  const counted = [...group.querySelectorAll<SVGElement>('[data-mark]')].filter((shape) =>
    marks[Number(shape.dataset['mark'])]?.factors?.some((words) => factors.has(words)),
  );
  return [mark(group, 'is-selected'), ...counted.map((shape) => mark(shape, 'is-counted'))];
}

function mark(element: SVGElement, name: string): () => void {
  element.classList.add(name);
  return () => element.classList.remove(name);
}
