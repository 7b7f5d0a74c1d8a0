import type { PipelineValue } from '../api/types';
import { pathOf } from '../api/client';
import type { Drill } from '../lib/url';
import { openDrill, pastDay, sliceOf, usePage } from '../ui/context';
import { Figure } from '../ui/number';
import { Panel, usePanelResource } from '../ui/panel';

export function OpenPipelinePanel() {
  const page = usePage();
  const { formats } = page;
  const on = pastDay(page);
  const source = usePanelResource<PipelineValue>('pipeline', pathOf('pipeline-value', { ...sliceOf(page), on }));
  const drill = (stage: string): Drill => ({ figure: 'open', stage, ...(on === null ? {} : { on }) });

  return (
    <Panel
      name="pipeline"
      title="Open pipeline"
      hint="Open value by stage; the darker part is weighted by the chance of winning"
      source={source}
      wide={4}
      empty={(data) => (data.open_deals === 0 ? `No deal was open at the end of ${formats.day(data.on)}.` : null)}
      table={(data) => ({
        caption: `Open pipeline at the end of ${formats.day(data.on)}`,
        columns: [
          { key: 'stage', label: 'Stage' },
          { key: 'open_deals', label: 'Deals', numeric: true },
          { key: 'amount', label: 'Value', numeric: true },
          { key: 'weighted', label: 'Weighted', numeric: true },
        ],
        rows: data.stages.map((stage) => ({
          key: stage.stage_id,
          open: () => openDrill(page, drill(stage.stage_id)),
          openLabel: `${stage.name}: show the deals`,
          cells: {
            stage: { text: stage.name },
            open_deals: { text: formats.count(stage.open_deals), value: stage.open_deals },
            amount: { text: formats.money(stage.amount), value: stage.amount },
            weighted: { text: formats.money(stage.weighted), value: stage.weighted },
          },
        })),
      })}
    >
      {(data) => {
        const most = Math.max(Number.MIN_VALUE, ...data.stages.map((stage) => stage.amount));
        return (
          <>
            <ul class="bars">
              {data.stages.map((stage) => (
                <li key={stage.stage_id}>
                  <button
                    type="button"
                    class="bar-button"
                    aria-haspopup="dialog"
                    title={`${stage.name}: ${formats.money(stage.amount)}, weighted ${formats.money(stage.weighted)}; ${formats.count(stage.open_deals)} deals`}
                    onClick={() => openDrill(page, drill(stage.stage_id))}
                  >
                    <span class="bar-label">{stage.name}</span>
                    <span class="bar-track" aria-hidden="true">
                      <span class="bar light" style={{ width: `${(Math.max(0, stage.amount) / most) * 100}%` }} />
                      <span class="bar over" style={{ width: `${(Math.max(0, stage.weighted) / most) * 100}%` }} />
                    </span>
                    <span class="bar-value">
                      <Figure value={stage.amount}>{formats.moneyShort(stage.amount)}</Figure>
                      <span class="faint"> · {formats.count(stage.open_deals)}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            <p class="legend" aria-hidden="true">
              <span class="swatch light" /> value <span class="swatch" /> weighted
            </p>
          </>
        );
      }}
    </Panel>
  );
}
