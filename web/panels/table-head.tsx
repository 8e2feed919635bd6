/** The table's columns: each sorts when its title is pressed. */
import { sort, sortBy, type ColumnKey } from './rows.ts';

const columns: readonly { readonly key: ColumnKey; readonly title: string; readonly about: string }[] = [
  { key: 'layer', title: 'layer', about: 'its name and operator' },
  { key: 'output', title: 'output', about: 'the shape of its output, without a batch of 1' },
  { key: 'units', title: 'units', about: 'output values of layers with weights' },
  { key: 'weights', title: 'weights', about: 'learned multipliers, each counted once' },
  { key: 'connections', title: 'connections', about: 'multiply-accumulates through weights' },
];

export function TableHead() {
  return (
    <thead role="rowgroup">
      <tr role="row" aria-rowindex={1}>
        {columns.map(({ key, title, about }) => {
          const direction = sort.value?.column === key ? sort.value.direction : undefined;
          return (
            <th key={key} role="columnheader" scope="col" class={`cell-${key}`} aria-sort={direction ?? 'none'}>
              <button type="button" title={`${about}; press to sort`} onClick={() => sortBy(key)}>
                {title}
                <span class="sort-sign" aria-hidden="true">
                  {direction ? signs[direction] : '↕'}
                </span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

const signs = { ascending: '↑', descending: '↓' } as const;
