/** The tools' buttons: each opens its panel, and closes it again. */
import { openTool } from './tool-open.ts';
import { tools } from './tools/index.ts';

export function ToolBar() {
  return (
    <nav class="tool-bar" aria-label="Tools">
      {tools.map(({ id, title }) => {
        const isOpen = openTool.value === id;
        return (
          <button
            type="button"
            key={id}
            aria-expanded={isOpen}
            aria-controls={isOpen ? 'tool-area' : undefined}
            onClick={() => (openTool.value = isOpen ? undefined : id)}
          >
            {title}
          </button>
        );
      })}
    </nav>
  );
}
