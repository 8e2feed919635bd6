/** The bar at the top: what this is, what to open, the colours. */
import { Open } from './open.tsx';
import { ThemeSwitch } from './theme.tsx';

export function Header() {
  return (
    <header class="head">
      <span class="wordmark">
        layer<b>ledger</b>
      </span>
      <Open />
      <ThemeSwitch />
    </header>
  );
}
