import type { Funnel, FunnelStep } from '../api/types';
import { pathOf } from '../api/client';
import type { Drill } from '../lib/url';
import { figureOf, openDrill, stageNameIn, usePage } from '../ui/context';
import { Figure } from '../ui/number';
import { Panel, usePanelResource, type TableOf } from '../ui/panel';

export function FunnelPanel() {
  const page = usePage();
  const { formats, pipeline, days } = page;
  const source = usePanelResource<Funnel>('funnel', pathOf('funnel', figureOf(page)));
  const entered = (step: FunnelStep): Drill =>
    step.kind === 'won'
      ? { figure: 'closed', outcome: 'won' }
      : { figure: 'cohort', stage: step.stage_id, result: 'entered' };

  const table = (data: Funnel): TableOf => ({
    caption: `Deals that reached each stage, ${formats.range(data.from, data.to)}, and how they went on`,
    columns: [
      { key: 'stage', label: 'Stage' },
      { key: 'entered', label: 'Reached', numeric: true },
      { key: 'converted', label: 'Went on', numeric: true },
      { key: 'lost', label: 'Lost', numeric: true },
      { key: 'open', label: 'Open', numeric: true },
      { key: 'rate', label: 'So far', numeric: true },
      { key: 'rate_decided', label: 'Of decided', numeric: true },
      { key: 'p50_days', label: 'Median', numeric: true },
      { key: 'p90_days', label: 'p90', numeric: true },
      { key: 'win_rate', label: 'To win', numeric: true },
    ],
    rows: data.steps.map((step) => {
      const { next, win } = step;
      const count = (value: number | undefined) => ({
        text: next === null ? '' : formats.count(value ?? null),
        value: value ?? null,
      });
      return {
        key: step.stage_id,
        open: () => openDrill(page, entered(step)),
        openLabel: `${step.name}: show the deals`,
        cells: {
          stage: { text: step.name },
          entered: { text: formats.count(step.entered), value: step.entered },
          converted: count(next?.converted),
          lost: count(next?.lost),
          open: count(next?.open),
          rate: { text: next === null ? '' : formats.rate(next.rate), value: next?.rate ?? null },
          rate_decided: {
            text: next === null ? '' : formats.rate(next.rate_decided),
            value: next?.rate_decided ?? null,
          },
          p50_days: { text: next === null ? '' : formats.days(next.p50_days, 'short'), value: next?.p50_days ?? null },
          p90_days: { text: next === null ? '' : formats.days(next.p90_days, 'short'), value: next?.p90_days ?? null },
          win_rate: { text: win === null ? '' : formats.rate(win.rate), value: win?.rate ?? null },
        },
      };
    }),
  });

  return (
    <Panel
      name="funnel"
      title="Funnel"
      hint="The deals that reached a stage in these days, and what has become of them until now"
      source={source}
      wide={6}
      table={table}
      empty={(data) =>
        data.steps.every((step) => step.entered === 0)
          ? `No deal reached a stage in ${formats.range(days.from, days.to)}.`
          : null
      }
    >
      {(data) => {
        const most = Math.max(1, ...data.steps.map((step) => step.entered));
        return (
          <ol class="funnel">
            {data.steps.map((step) => {
              const { next } = step;
              return (
                <li key={step.stage_id} class={step.kind === 'won' ? 'funnel-step won' : 'funnel-step'}>
                  <button
                    type="button"
                    class="bar-button"
                    aria-haspopup="dialog"
                    title={
                      step.kind === 'won'
                        ? `${formats.count(step.entered)} deals were won in these days, whenever they came`
                        : `${formats.count(step.entered)} deals reached ${step.name} in these days`
                    }
                    onClick={() => openDrill(page, entered(step))}
                  >
                    <span class="bar-label">{step.kind === 'won' ? 'Won in range' : step.name}</span>
                    <span class="bar-track" aria-hidden="true">
                      <span class="bar" style={{ width: `${(step.entered / most) * 100}%` }} />
                    </span>
                    <span class="bar-value">
                      <Figure value={step.entered}>{formats.count(step.entered)}</Figure>
                    </span>
                  </button>
                  {next !== null && (
                    <p class="funnel-next">
                      <span class="funnel-arrow" aria-hidden="true">
                        ↓
                      </span>
                      <button
                        type="button"
                        class="link"
                        aria-haspopup="dialog"
                        title={`${formats.count(next.converted)} of ${formats.count(next.entered)} went on to ${stageNameIn(pipeline, next.to_stage_id)}; ${formats.count(next.lost)} lost, ${formats.count(next.open)} open`}
                        onClick={() =>
                          openDrill(page, {
                            figure: 'cohort',
                            stage: step.stage_id,
                            to_stage: next.to_stage_id,
                            result: 'converted',
                          })
                        }
                      >
                        <Figure value={next.rate}>{formats.rate(next.rate)}</Figure> so far
                      </button>
                      <span>
                        <Figure value={next.rate_decided}>{formats.rate(next.rate_decided)}</Figure> of decided
                      </span>
                      <span title="Median time to go on; 9 of 10 within">
                        {next.p50_days === null ? (
                          'no time yet'
                        ) : (
                          <>
                            <Figure value={next.p50_days}>{formats.days(next.p50_days, 'short')}</Figure>
                            <span class="faint p90"> · p90 {formats.days(next.p90_days, 'short')}</span>
                          </>
                        )}
                      </span>
                    </p>
                  )}
                </li>
              );
            })}
          </ol>
        );
      }}
    </Panel>
  );
}
