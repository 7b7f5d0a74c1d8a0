import type { Pipeline, PipelineHistory, Rolling } from '../api/types';
import { pathOf } from '../api/client';
import type { Formats } from '../lib/format';
import { addDays } from '../lib/range';
import type { Drill } from '../lib/url';
import { axisText, Chart, grid, tooltip, valueAxis } from '../ui/chart';
import { figureOf, openDrill, usePage } from '../ui/context';
import { Panel, usePanelResource } from '../ui/panel';
import { Select } from '../ui/select';

interface Point {
  day: string;
  value: number | null;
  deals: number;
}

type Format = (formats: Formats, value: number | null) => string;

interface Metric {
  label: string;
  exact: Format;
  axis: (formats: Formats, value: number) => string;
  /** Whether it is told for a window of days, or for the end of a day. */
  rolling: boolean;
  drill: (point: Point, window: number) => Drill;
}

const asRate: Pick<Metric, 'exact' | 'axis'> = {
  exact: (formats, value) => formats.rate(value),
  axis: (formats, value) => formats.percent(value),
};
const asMoney: Pick<Metric, 'exact' | 'axis'> = {
  exact: (formats, value) => formats.money(value),
  axis: (formats, value) => formats.moneyShort(value),
};
const asDays: Pick<Metric, 'exact' | 'axis'> = {
  exact: (formats, value) => formats.days(value),
  axis: (formats, value) => formats.days(value, 'narrow'),
};
const closings =
  (outcome: string) =>
  (point: Point, window: number): Drill => ({
    figure: 'closed',
    outcome,
    from: addDays(point.day, 1 - window),
    to: point.day,
  });
const openThen = (point: Point): Drill => ({ figure: 'open', on: point.day });

const WIN_RATE: Metric = { label: 'Win rate', ...asRate, rolling: true, drill: closings('any') };

const METRICS: Readonly<Record<string, Metric>> = {
  win_rate: WIN_RATE,
  win_rate_value: { label: 'Win rate by value', ...asRate, rolling: true, drill: closings('any') },
  average_deal_size: { label: 'Average deal', ...asMoney, rolling: true, drill: closings('won') },
  cycle_p50_days: { label: 'Cycle, median', ...asDays, rolling: true, drill: closings('won') },
  cycle_mean_days: { label: 'Cycle, mean', ...asDays, rolling: true, drill: closings('won') },
  amount: { label: 'Open value', ...asMoney, rolling: false, drill: openThen },
  weighted: { label: 'Weighted value', ...asMoney, rolling: false, drill: openThen },
};

const CONVERSION = 'conversion';

interface Pair {
  /** As it stands in the address. */
  value: string;
  label: string;
  from: string;
  to: string;
}

/** Each open stage to the win and to the next open stage, as the API tells them. */
function conversions(pipeline: Pipeline): Pair[] {
  const open = pipeline.stages.filter((stage) => stage.kind === 'open').sort((a, b) => a.position - b.position);
  const won = pipeline.stages.find((stage) => stage.kind === 'won');
  return open.flatMap((from, index) =>
    [won, open[index + 1]]
      .filter((to) => to !== undefined)
      .map((to) => ({
        value: [CONVERSION, from.stage_id, to.stage_id].join(':'),
        label: `${from.name} → ${to.name}`,
        from: from.stage_id,
        to: to.stage_id,
      })),
  );
}

export function TrendPanel() {
  const page = usePage();
  const { formats, pipeline, state, windows } = page;
  const pairs = conversions(pipeline);
  const pair = pairs.find(({ value }) => value === state.metric) ?? null;
  const metric: Metric =
    pair === null
      ? (METRICS[state.metric] ?? { ...WIN_RATE, label: state.metric })
      : {
          label: `Conversion ${pair.label}`,
          ...asRate,
          rolling: true,
          drill: (point, window) => ({
            figure: 'cohort',
            stage: pair.from,
            to_stage: pair.to,
            result: 'entered',
            from: addDays(point.day, 1 - window),
            to: point.day,
          }),
        };
  const path = metric.rolling
    ? pathOf('rolling', {
        ...figureOf(page),
        metric: pair === null ? state.metric : CONVERSION,
        window: state.window,
        from_stage: pair?.from,
        to_stage: pair?.to,
      })
    : pathOf('pipeline-history', figureOf(page));
  const source = usePanelResource<Rolling | PipelineHistory>('rolling', path);
  const pointsOf = (data: Rolling | PipelineHistory): Point[] =>
    data.points.map((point) =>
      'value' in point
        ? point
        : {
            day: point.day,
            deals: point.open_deals,
            value: state.metric === 'weighted' ? point.weighted : point.amount,
          },
    );
  const deals = (point: Point): string => `${formats.count(point.deals)} deals`;

  return (
    <Panel
      name="rolling"
      title={!state.wall ? 'Trend' : metric.rolling ? `${metric.label}, ${formats.days(state.window)}` : metric.label}
      hint={
        metric.rolling
          ? `Each day tells of the ${state.window} days that end with it`
          : 'The open pipeline at the end of each day'
      }
      source={source}
      wide={8}
      controls={
        <>
          <Select
            label="Metric"
            value={state.metric}
            parameter="metric"
            onChange={(value) => page.go({ metric: value })}
            options={[
              ...Object.entries(METRICS).map(([value, { label }]) => ({ value, label })),
              ...pairs.map(({ value, label }) => ({ value, label, group: 'Conversion' })),
            ]}
          />
          {metric.rolling && (
            <Select
              label="Window"
              value={String(state.window)}
              parameter="window"
              onChange={(value) => page.go({ window: Number(value) })}
              options={windows.map((days) => ({ value: String(days), label: formats.days(days) }))}
            />
          )}
        </>
      }
      empty={(data) =>
        pointsOf(data).every(({ value }) => value === null)
          ? `There is nothing to tell of in these days: no ${pair === null ? 'deal was closed' : 'deal reached the stage'}.`
          : null
      }
      table={(data) => ({
        caption: `${metric.label}${metric.rolling ? `, ${formats.days(state.window)} up to each day` : ', end of each day'}`,
        columns: [
          { key: 'day', label: 'Day' },
          { key: 'value', label: metric.label, numeric: true },
          { key: 'deals', label: 'Deals', numeric: true },
        ],
        rows: pointsOf(data).map((point) => ({
          key: point.day,
          open: () => openDrill(page, metric.drill(point, state.window)),
          openLabel: `${formats.day(point.day)}: show the deals`,
          cells: {
            day: { text: formats.day(point.day), value: point.day },
            value: { text: metric.exact(formats, point.value), value: point.value },
            deals: { text: formats.count(point.deals), value: point.deals },
          },
        })),
      })}
    >
      {(data) => {
        const points = pointsOf(data);
        const told = points.findLast((point) => point.value !== null);
        return (
          <Chart
            label={`${metric.label} over time; last: ${metric.exact(formats, told?.value ?? null)}`}
            shapeKey={`${state.metric} ${state.window} ${data.from} ${data.to}`}
            points={points.map((point) => ({
              label: `${formats.day(point.day)}: ${metric.exact(formats, point.value)}, ${deals(point)}`,
              open: () => openDrill(page, metric.drill(point, state.window)),
            }))}
            option={(style) => ({
              grid: grid(style),
              tooltip: {
                ...tooltip(style, (index) => {
                  const point = points[index];
                  return point === undefined
                    ? []
                    : [metric.exact(formats, point.value), formats.day(point.day), deals(point)];
                }),
                axisPointer: { type: 'line', lineStyle: { color: style.color('accent') } },
              },
              xAxis: {
                type: 'category',
                boundaryGap: false,
                data: points.map((point) => point.day),
                axisTick: { show: false },
                axisLine: { lineStyle: { color: style.color('border') } },
                axisLabel: {
                  ...axisText(style),
                  hideOverlap: true,
                  formatter: (day: string) => formats.dayWithoutYear(day),
                },
              },
              yAxis: {
                ...valueAxis(style, (value) => metric.axis(formats, value)),
                ...(metric.axis === asRate.axis ? { min: 0 } : {}),
              },
              series: [
                {
                  type: 'line',
                  showSymbol: points.length < 15,
                  symbol: 'circle',
                  symbolSize: style.size(38),
                  data: points.map((point) => point.value),
                  color: style.color('accent'),
                  lineStyle: { width: style.size(14), cap: 'round', join: 'round' },
                  areaStyle: { color: style.color('accent'), opacity: 0.09 },
                  connectNulls: false,
                },
              ],
            })}
          />
        );
      }}
    </Panel>
  );
}
