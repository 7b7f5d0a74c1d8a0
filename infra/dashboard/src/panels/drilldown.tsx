import type { Alert, Deal, DealDetail, Deals, ListedDeal, Visit } from '../api/types';
import { ApiError, pathOf, messageOf } from '../api/client';
import {
  amountColumn,
  closingOrder,
  countWords,
  dealsParameters,
  drillTitle,
  reasonColumns,
  rowKeys,
  usualOrder,
  type DrillContext,
  type Order,
  type ReasonColumn,
} from '../lib/drill';
import type { Formats } from '../lib/format';
import type { Drill } from '../lib/url';
import { ALERTS, capitalised, MOVEMENTS, nameOf, valueName } from '../lib/words';
import { stageNameIn, usePage } from '../ui/context';
import { Dialog } from '../ui/dialog';
import { SourceContext } from '../ui/number';
import { Pager } from '../ui/pager';
import { useResource, type Resource } from '../ui/resource';
import { DataTable, type Cell } from '../ui/table';

const TITLE = 'drilldown-title';

/** Of figures that count what deals do, not deals. */
const REPETITION: ReadonlyMap<string, string> = new Map([
  ['exits', 'A deal that left the stage several times is listed each time. '],
  ['flow', 'A deal that did so several times is listed each time. '],
]);

/** The side panel: the deals behind a figure, or one deal's history. */
export function Drilldown() {
  const { state, go } = usePage();
  const close = (): void => go({ drill: null, deal: null });
  return (
    <Dialog label={TITLE} kind="side" onClose={close} testId="drilldown">
      {state.deal !== null ? (
        <DealView dealId={state.deal} onClose={close} />
      ) : state.drill !== null ? (
        <DealList drill={state.drill} onClose={close} />
      ) : null}
    </Dialog>
  );
}

function DialogHeader({
  title,
  onBack,
  onClose,
}: {
  title: string;
  onBack?: (() => void) | undefined;
  onClose: () => void;
}) {
  return (
    <header class="dialog-header">
      {onBack !== undefined && (
        <button type="button" class="quiet" onClick={onBack}>
          ← All deals
        </button>
      )}
      {/* Takes the focus first, so that the title is what is read out. */}
      <h2 id={TITLE} tabIndex={-1} autofocus>
        {title}
      </h2>
      <button type="button" class="quiet icon" aria-label="Close" title="Close (Esc)" onClick={onClose}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 3l10 10M13 3L3 13" />
        </svg>
      </button>
    </header>
  );
}

function DealList({ drill, onClose }: { drill: Drill; onClose: () => void }) {
  const { state, go, formats, pipeline, days } = usePage();
  const context: DrillContext = {
    pipeline: pipeline.pipeline_id,
    dimension: state.dimension,
    value: state.value,
    days,
    stageName: (stageId) => stageNameIn(pipeline, stageId),
    day: (day) => formats.day(day),
    range: (from, to) => formats.range(from, to),
    durationOf: (duration) => formats.days(duration),
  };
  const path = pathOf('deals', dealsParameters(drill, context));
  const resource = useResource<Deals>(path);
  const { data, source } = resource;
  const order = drill['order'] ?? usualOrder(drill.figure);
  const descending = drill['direction'] !== 'asc';
  const sort = (by: Order) => ({
    active: order === by,
    descending,
    onSort: () =>
      go({ drill: { ...drill, page: '1', order: by, direction: order === by && descending ? 'asc' : 'desc' } }),
  });
  const amount = amountColumn(drill.figure);
  const keys = rowKeys(data?.deals.map((deal) => deal.deal_id) ?? []);
  return (
    <>
      <DialogHeader title={drillTitle(drill, context)} onClose={onClose} />
      <Trouble resource={resource} />
      {data !== null && (
        <SourceContext.Provider value={source}>
          <div class={source === path ? 'dialog-body' : 'dialog-body outdated'} aria-busy={source !== path}>
            <p class="drill-total" data-testid="drilldown-total" data-value={data.total}>
              {countWords(drill.figure, data.total, (value) => formats.count(value))}
            </p>
            {data.deals.length > 0 && (
              <DataTable
                caption="Deals"
                columns={[
                  { key: 'deal_id', label: 'Deal', sort: sort('deal_id') },
                  ...reasonColumns(drill.figure).map((column) => ({
                    ...column,
                    numeric: true,
                    ...(column.key === amount
                      ? { sort: sort('amount') }
                      : column.key === 'at'
                        ? { sort: sort('at') }
                        : {}),
                  })),
                  { key: 'status', label: 'Status' },
                  { key: 'stage', label: 'Stage' },
                  { key: 'owner', label: 'Owner' },
                  {
                    key: 'amount_base',
                    label: 'Value',
                    numeric: true,
                    ...(amount === 'amount_base' ? { sort: sort('amount') } : {}),
                  },
                  { key: 'created_at', label: 'Created', numeric: true, sort: sort('created_at') },
                  { key: 'closed_at', label: 'Closed', numeric: true, sort: sort(closingOrder(drill.figure)) },
                  { key: 'stage_entered_at', label: 'In stage since', numeric: true, sort: sort('stage_entered_at') },
                ]}
                rows={data.deals.map((deal, index) => ({
                  key: keys[index] ?? deal.deal_id,
                  dealId: deal.deal_id,
                  open: deal.status === 'deleted' ? undefined : () => go({ deal: deal.deal_id }),
                  openLabel: `Deal ${deal.deal_id}: show its history`,
                  cells: {
                    deal_id: { text: deal.deal_id, value: deal.deal_id, title: deal.account_id ?? undefined },
                    ...reasonCells(deal, formats),
                    status: { text: <StatusWord deal={deal} />, value: deal.status },
                    stage: { text: deal.stage, value: deal.stage_id },
                    owner: { text: deal.owner_id ?? '', value: deal.owner_id ?? '' },
                    amount_base: {
                      text: formats.money(deal.amount_base),
                      value: deal.amount_base,
                      title: formats.moneyIn(deal.amount, deal.currency),
                    },
                    created_at: {
                      text: formats.date(deal.created_at),
                      value: deal.created_at ?? '',
                      title: formats.instant(deal.created_at),
                    },
                    closed_at: {
                      text: formats.date(deal.closed_at),
                      value: deal.closed_at ?? '',
                      title: formats.instant(deal.closed_at),
                    },
                    stage_entered_at: {
                      text: formats.date(deal.stage_entered_at),
                      value: deal.stage_entered_at ?? '',
                      title: formats.instant(deal.stage_entered_at),
                    },
                  },
                }))}
              />
            )}
            <Pager
              page={data.page}
              pages={data.pages}
              total={data.total}
              onPage={(page) => go({ drill: { ...drill, page: String(page) } })}
            />
            <p class="footnote">
              {REPETITION.get(drill.figure)}
              Days and times are those of {formats.zone}.
            </p>
          </div>
        </SourceContext.Provider>
      )}
    </>
  );
}

function reasonCells(deal: ListedDeal, formats: Formats): Record<ReasonColumn['key'], Cell> {
  return {
    at: { text: formats.date(deal.at), value: deal.at ?? '', title: formats.instant(deal.at) },
    days_in_stage: { text: formats.days(deal.days_in_stage, 'short'), value: deal.days_in_stage },
    change: { text: formats.moneyChange(deal.change), value: deal.change, title: formats.instant(deal.at) },
  };
}

function DealView({ dealId, onClose }: { dealId: string; onClose: () => void }) {
  const { state, go, formats } = usePage();
  const resource = useResource<DealDetail>(`deals/${encodeURIComponent(dealId)}`);
  const { data } = resource;
  return (
    <>
      <DialogHeader
        title={`Deal ${dealId}`}
        onBack={state.drill === null ? undefined : () => go({ deal: null })}
        onClose={onClose}
      />
      <Trouble resource={resource} />
      {data !== null && (
        <div class="dialog-body" data-deal-id={data.deal.deal_id}>
          <DealFacts deal={data.deal} />
          {data.alerts.length > 0 && <DealAlerts alerts={data.alerts} />}
          <h3>Where it has been</h3>
          <Timeline visits={data.visits} />
          <p class="footnote">Times are those of {formats.zone}.</p>
        </div>
      )}
    </>
  );
}

function StatusWord({ deal }: { deal: Deal }) {
  return <span class={`status ${deal.status}`}>{capitalised(deal.status)}</span>;
}

function DealFacts({ deal }: { deal: Deal }) {
  const { formats } = usePage();
  const facts: [string, string | null][] = [
    ['Stage', deal.stage],
    ['Value', deal.amount === null ? null : formats.moneyIn(deal.amount, deal.currency)],
    [
      `In ${formats.currency}`,
      deal.amount_base === null || deal.currency === formats.currency ? null : formats.money(deal.amount_base),
    ],
    ['Chance', deal.probability === null ? null : formats.rate(deal.probability)],
    ['Owner', deal.owner_id],
    ['Account', deal.account_id],
    ['Created', formats.instant(deal.created_at)],
    ['Closed', deal.closed_at === null ? null : formats.instant(deal.closed_at)],
    ['Cycle', deal.cycle_days === null ? null : formats.days(deal.cycle_days)],
    ['Expected to close', deal.expected_close_on === null ? null : formats.day(deal.expected_close_on)],
    ['Activities', formats.count(deal.activities)],
    ['Last activity', deal.last_activity_at === null ? null : formats.instant(deal.last_activity_at)],
    ['Reason of loss', deal.loss_reason],
    ...Object.entries(deal.attributes).map(([name, value]): [string, string] => [capitalised(name), valueName(value)]),
  ];
  return (
    <>
      <p>
        <StatusWord deal={deal} />
      </p>
      <dl class="facts deal-facts">
        {facts
          .filter(([, value]) => value !== null && value !== '')
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function DealAlerts({ alerts }: { alerts: Alert[] }) {
  const { formats } = usePage();
  return (
    <>
      <h3>Alerts</h3>
      <ul class="deal-alerts">
        {alerts.map((alert) => (
          <li key={alert.alert_id} class={alert.state} data-testid="deal-alert" data-kind={alert.kind}>
            <b>{nameOf(ALERTS, alert.kind)}</b> since {formats.instant(alert.since)}
            {alert.resolved_at !== null && (
              <span class="faint">
                {' '}
                · over since {formats.instant(alert.resolved_at)}
                {alert.resolution !== null && ` (${alert.resolution.replaceAll('_', ' ')})`}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Timeline({ visits }: { visits: Visit[] }) {
  const { formats } = usePage();
  const longest = Math.max(Number.MIN_VALUE, ...visits.map((visit) => visit.days ?? 0));
  return (
    <ol class="timeline">
      {visits.map((visit) => (
        <li
          key={visit.visit_no}
          class={visit.movement}
          data-testid="visit"
          data-visit={visit.visit_no}
          data-stage={visit.stage_id}
        >
          <b>{visit.stage}</b>
          <span class="faint">{formats.instant(visit.entered_at)}</span>
          {visit.days !== null && (
            <span class="visit-bar" aria-hidden="true">
              <span style={{ width: `${(visit.days / longest) * 100}%` }} />
            </span>
          )}
          <span class="visit-end">
            {visit.days === null ? '' : `${formats.days(visit.days)}, then `}
            {nameOf(MOVEMENTS, visit.movement)}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** While nothing is there, or when something went wrong. */
function Trouble<T>({ resource: { data, error, failingSince } }: { resource: Resource<T> }) {
  const { formats } = usePage();
  if (error === null) {
    return data === null ? <p class="empty">Loading …</p> : null;
  }
  const message = messageOf(error);
  return (
    <p class="panel-note" role="alert">
      {error instanceof ApiError && error.status < 500
        ? message
        : `No answer since ${formats.time(failingSince ?? Date.now(), Date.now())}: ${message}`}
    </p>
  );
}
