/** Light or dark: as the system says, or as was chosen here, which is kept. */
import { computed, effect, signal } from '@preact/signals';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const key = 'layerledger.theme';
const theme = signal<Theme>(stored());

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const isDark = signal(systemIsDark.matches);
systemIsDark.addEventListener('change', ({ matches }) => (isDark.value = matches));

/** The colours that are on the screen. */
export const scheme = computed(() => (theme.value === 'system' ? (isDark.value ? 'dark' : 'light') : theme.value));

effect(() => {
  const root = document.documentElement;
  if (theme.value === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme.value;
});

const signs: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };

/** Goes on to the next one. */
export function ThemeSwitch() {
  const next = themes[(themes.indexOf(theme.value) + 1) % themes.length]!;
  return (
    <button
      type="button"
      class="theme"
      title={`Colours: ${theme.value}; switch to ${next}`}
      aria-label={`Colours: ${theme.value}. Switch to ${next}`}
      onClick={() => choose(next)}
    >
      <span aria-hidden="true">{signs[theme.value]}</span>
    </button>
  );
}

function choose(next: Theme): void {
  theme.value = next;
  try {
    localStorage.setItem(key, next);
  } catch {
    // a page without storage (private windows, some folders) forgets the choice with the visit
  }
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(key);
    return themes.find((theme) => theme === value) ?? 'system';
  } catch {
    return 'system';
  }
}
