/** Opening a network: search and address in one field, or a file. */
import { useRef } from 'preact/hooks';
import { openSource } from '../state/app.ts';
import { Search } from './open-search.tsx';

export function Open() {
  return (
    <div class="open" role="search">
      <Search />
      <ChooseFile />
    </div>
  );
}

/** The button opens the browser's own dialogue; the field behind it is not shown. */
function ChooseFile() {
  const field = useRef<HTMLInputElement>(null);
  const onChange = (): void => {
    const file = field.current?.files?.[0];
    if (file) void openSource({ kind: 'file', file, name: file.name });
    if (field.current) field.current.value = ''; // choosing the same file again is a change again
  };
  return (
    <>
      <input ref={field} type="file" hidden onChange={onChange} aria-label="Choose a model file" />
      <button
        type="button"
        class="open-file"
        title="ONNX, prototxt or a network file; or drop one anywhere. Nothing is uploaded."
        onClick={() => field.current?.click()}
      >
        Open file…
      </button>
    </>
  );
}
