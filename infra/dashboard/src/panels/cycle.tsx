import type { Cycle } from '../api/types';
import { pathOf } from '../api/client';
import type { Drill } from '../lib/url';
import { axisText, Chart, grid, tooltip, valueAxis } from '../ui/chart';
import { figureOf, openDrill, usePage } from '../ui/context';
import { Panel, usePanelResource } from '../ui/panel';
import { Select } from '../ui/select';

type Bin = Cycle['bins'][number];

export function CyclePanel() {
  const page = usePage();
  const { formats, state, days } = page;
  const source = usePanelResource<Cycle>('cycle', pathOf('cycle', { ...figureOf(page), outcome: state.outcome }));
  const name = (bin: Bin): string =>
    bin.to_days === null
      ? `${formats.days(bin.from_days)} or more`
      : `${formats.number(bin.from_days)}–${formats.days(bin.to_days)}`;
  const open = (bin: Bin) => (): void => {
    const drill: Drill = {
      figure: 'closed',
      outcome: state.outcome,
      min_cycle_days: String(bin.from_days),
      ...(bin.to_days === null ? {} : { max_cycle_days: String(bin.to_days) }),
    };
    openDrill(page, drill);
  };

  return (
    <Panel
      name="cycle"
      title="Cycle length"
      hint="Days from the creation of a deal to its closing, of the deals closed in these days"
      source={source}
      wide={6}
      controls={
        <Select
          label="Outcome"
          value={state.outcome}
          parameter="outcome"
          onChange={(value) => page.go({ outcome: value === 'lost' ? 'lost' : 'won' })}
          options={[
            { value: 'won', label: 'Won deals' },
            { value: 'lost', label: 'Lost deals' },
          ]}
        />
      }
      empty={(data) =>
        data.deals === 0 ? `No deal was ${data.outcome} in ${formats.range(days.from, days.to)}.` : null
      }
      table={(data) => ({
        caption: `Cycle length of ${formats.count(data.deals)} ${data.outcome} deals, ${formats.range(data.from, data.to)}`,
        columns: [
          { key: 'bin', label: 'Cycle' },
          { key: 'deals', label: 'Deals', numeric: true },
        ],
        rows: data.bins.map((bin) => ({
          key: String(bin.from_days),
          open: open(bin),
          openLabel: `${name(bin)}: show the deals`,
          cells: {
            bin: { text: name(bin), value: String(bin.from_days) },
            deals: { text: formats.count(bin.deals), value: bin.deals },
          },
        })),
      })}
    >
      {(data) => (
        <>
          <dl class="facts">
            {(
              [
                ['Median', 'p50_days'],
                ['3 of 4 within', 'p75_days'],
                ['9 of 10 within', 'p90_days'],
                ['Mean', 'mean_days'],
              ] as const
            ).map(([label, key]) => (
              <div key={key}>
                <dt>{label}</dt>
                <dd data-value={data[key] ?? ''} data-fact={key}>
                  {formats.days(data[key], 'short')}
                </dd>
              </div>
            ))}
          </dl>
          <Chart
            label={`Distribution of the cycle length of ${formats.count(data.deals)} deals; median ${formats.days(data.p50_days)}`}
            shapeKey={`${data.outcome} ${data.bins.length} ${data.bins[0]?.to_days ?? ''}`}
            points={data.bins.map((bin) => ({
              label: `${name(bin)}: ${formats.count(bin.deals)} deals`,
              open: open(bin),
            }))}
            option={(style) => ({
              grid: grid(style),
              tooltip: tooltip(style, (index) => {
                const bin = data.bins[index];
                return bin === undefined ? [] : [name(bin), `${formats.count(bin.deals)} deals`];
              }),
              xAxis: {
                type: 'category',
                data: data.bins.map((bin) => bin.from_days),
                axisTick: { show: false },
                axisLine: { lineStyle: { color: style.color('border') } },
                axisLabel: {
                  ...axisText(style),
                  hideOverlap: true,
                  formatter: (from: string) => formats.days(Number(from), 'narrow'),
                },
              },
              yAxis: { ...valueAxis(style, (value) => formats.countShort(value)), minInterval: 1 },
              series: [
                {
                  type: 'bar',
                  barCategoryGap: '14%',
                  itemStyle: { color: style.color('accent-fill'), borderRadius: [3, 3, 0, 0] },
                  data: data.bins.map((bin) => bin.deals),
                },
              ],
            })}
          />
        </>
      )}
    </Panel>
  );
}
