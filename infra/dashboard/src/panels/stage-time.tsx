import type { StageTime, StageTimeRow } from '../api/types';
import { pathOf } from '../api/client';
import { figureOf, openDrill, usePage } from '../ui/context';
import { Figure } from '../ui/number';
import { Panel, usePanelResource } from '../ui/panel';

export function StageTimePanel() {
  const page = usePage();
  const { formats, days } = page;
  const source = usePanelResource<StageTime>('stage-time', pathOf('stage-time', figureOf(page)));

  const why = (stage: StageTimeRow): string | null => {
    if (!stage.slow) {
      return null;
    }
    return stage.slow_reason === 'all'
      ? `Slow: all deals take ${formats.days(stage.all_p50_days)}`
      : `Slow: ${formats.days(stage.previous_p50_days)} in the period before`;
  };

  return (
    <Panel
      name="stage-time"
      title="Time in stage"
      hint="How long the deals had stayed in a stage that left it in these days: the median, and what 9 of 10 stayed within"
      source={source}
      wide={6}
      empty={(data) =>
        data.stages.every((stage) => stage.exits === 0)
          ? `No deal left a stage in ${formats.range(days.from, days.to)}.`
          : null
      }
      table={(data) => ({
        caption: `Time in stage of the deals that left it, ${formats.range(data.from, data.to)}`,
        columns: [
          { key: 'stage', label: 'Stage' },
          { key: 'exits', label: 'Left', numeric: true },
          { key: 'p50_days', label: 'Median', numeric: true },
          { key: 'p90_days', label: 'p90', numeric: true },
          { key: 'mean_days', label: 'Mean', numeric: true },
          { key: 'previous_p50_days', label: 'Median before', numeric: true },
          { key: 'share', label: 'Share', numeric: true },
          { key: 'slow', label: 'Slow' },
        ],
        rows: data.stages.map((stage) => ({
          key: stage.stage_id,
          open: () => openDrill(page, { figure: 'exits', stage: stage.stage_id }),
          openLabel: `${stage.name}: show the deals`,
          cells: {
            stage: { text: stage.name },
            exits: { text: formats.count(stage.exits), value: stage.exits },
            p50_days: { text: formats.days(stage.p50_days, 'short'), value: stage.p50_days },
            p90_days: { text: formats.days(stage.p90_days, 'short'), value: stage.p90_days },
            mean_days: { text: formats.days(stage.mean_days, 'short'), value: stage.mean_days },
            previous_p50_days: { text: formats.days(stage.previous_p50_days, 'short'), value: stage.previous_p50_days },
            share: { text: formats.rate(stage.share), value: stage.share },
            slow: { text: why(stage) ?? 'no', value: String(stage.slow) },
          },
        })),
      })}
    >
      {(data) => {
        const longest = Math.max(Number.MIN_VALUE, ...data.stages.map((stage) => stage.p90_days ?? 0));
        const part = (value: number | null): string => `${((value ?? 0) / longest) * 100}%`;
        return (
          <>
            <ul class="bars">
              {data.stages.map((stage) => {
                const reason = why(stage);
                return (
                  <li key={stage.stage_id}>
                    <button
                      type="button"
                      class={stage.slow ? 'bar-button slow' : 'bar-button'}
                      aria-haspopup="dialog"
                      title={`${stage.name}: median ${formats.days(stage.p50_days)}, 9 of 10 within ${formats.days(stage.p90_days)}; ${formats.count(stage.exits)} deals left, ${formats.rate(stage.share)} of all time in stages`}
                      onClick={() => openDrill(page, { figure: 'exits', stage: stage.stage_id })}
                    >
                      <span class="bar-label">{stage.name}</span>
                      <span class="bar-track" aria-hidden="true">
                        <span class="bar light" style={{ width: part(stage.p90_days) }} />
                        <span class="bar over" style={{ width: part(stage.p50_days) }} />
                      </span>
                      <span class="bar-value">
                        <Figure value={stage.p50_days}>{formats.days(stage.p50_days, 'short')}</Figure>
                        <span class="faint"> · {formats.days(stage.p90_days, 'short')}</span>
                      </span>
                      {reason !== null && (
                        <span class="bar-note" data-testid="slow">
                          <span aria-hidden="true">⚠ </span>
                          {reason}
                        </span>
                      )}
                    </button>
                  </li>
                );
              })}
            </ul>
            <p class="legend" aria-hidden="true">
              <span class="swatch" /> median <span class="swatch light" /> 9 of 10 within
            </p>
          </>
        );
      }}
    </Panel>
  );
}
