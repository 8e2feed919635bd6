/** What holds of a drawing: its scales, and what was folded or cut short. */
interface LegendProps {
  readonly sentences: readonly string[];
  readonly about: string;
}

export function FigureLegend({ sentences, about }: LegendProps) {
  if (sentences.length === 0) return null;
  return (
    <details class="figure-legend">
      <summary>{about}</summary>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </details>
  );
}
