import type { Dimensions, WinRate } from '../api/types';
import { pathOf } from '../api/client';
import { capitalised, valueName } from '../lib/words';
import { openDrill, usePage } from '../ui/context';
import { Panel, usePanelResource } from '../ui/panel';
import { Select } from '../ui/select';
import { DataTable } from '../ui/table';

/** How many rows the table shows. */
const ROWS = 50;

export function WinRatePanel({ dimensions }: { dimensions: Dimensions['dimensions'] }) {
  const page = usePage();
  const { formats, state, days, pipeline } = page;
  const source = usePanelResource<WinRate>(
    'win-rate',
    pathOf('win-rate', { pipeline: pipeline.pipeline_id, ...days, by: state.by, limit: ROWS }),
  );

  return (
    <Panel
      name="win-rate"
      title={`Win rate by ${capitalised(state.by).toLowerCase()}`}
      hint="Deals closed in these days. All deals of the pipeline, whatever value is chosen above: figures have one dimension"
      source={source}
      wide={6}
      controls={
        <Select
          label="By"
          value={state.by}
          parameter="by"
          onChange={(by) => page.go({ by })}
          options={dimensions.map(({ dimension }) => ({ value: dimension, label: capitalised(dimension) }))}
        />
      }
      empty={(data) => (data.rows.length === 0 ? `No deal was closed in ${formats.range(days.from, days.to)}.` : null)}
      table={null}
    >
      {(data) => {
        const most = Math.max(Number.MIN_VALUE, ...data.rows.map((row) => row.won_amount ?? 0));
        return (
          <>
            <DataTable
              caption={`Win rate by ${data.by}, ${formats.range(data.from, data.to)}`}
              columns={[
                { key: 'value', label: capitalised(data.by) },
                { key: 'win_rate', label: 'Win rate', numeric: true },
                { key: 'won', label: 'Won', numeric: true },
                { key: 'lost', label: 'Lost', numeric: true },
                { key: 'won_amount', label: 'Won value', numeric: true },
                { key: 'average_deal_size', label: 'Average', numeric: true },
              ]}
              rows={data.rows.map((row) => ({
                key: row.value,
                marked: state.value === row.value && state.dimension === data.by,
                open: () => openDrill(page, { figure: 'closed', outcome: 'any', dimension: data.by, value: row.value }),
                openLabel: `${valueName(row.value)}: show the deals`,
                cells: {
                  value: { text: valueName(row.value), value: row.value },
                  win_rate: { text: formats.rate(row.win_rate), value: row.win_rate, bar: row.win_rate },
                  won: { text: formats.count(row.won), value: row.won },
                  lost: { text: formats.count(row.lost), value: row.lost },
                  won_amount: {
                    text: formats.moneyShort(row.won_amount),
                    value: row.won_amount,
                    title: formats.money(row.won_amount),
                    bar: (row.won_amount ?? 0) / most,
                  },
                  average_deal_size: {
                    text: formats.moneyShort(row.average_deal_size),
                    value: row.average_deal_size,
                    title: formats.money(row.average_deal_size),
                  },
                },
              }))}
            />
            {data.more && <p class="faint more">Only the first {formats.count(ROWS)}, those with the most deals.</p>}
          </>
        );
      }}
    </Panel>
  );
}
