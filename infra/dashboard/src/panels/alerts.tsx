import type { Alerts } from '../api/types';
import { pathOf } from '../api/client';
import { ALERT_KINDS } from '../lib/url';
import { ALERTS, nameOf } from '../lib/words';
import { openDrill, sliceOf, usePage } from '../ui/context';
import { Pager } from '../ui/pager';
import { Panel, usePanelResource } from '../ui/panel';
import { DataTable } from '../ui/table';

const ROWS = 10;

export function AlertsPanel() {
  const page = usePage();
  const { formats, state, asOf, go } = page;
  const source = usePanelResource<Alerts>(
    'alerts',
    pathOf('alerts', {
      ...sliceOf(page),
      kind: state.kind === '' ? null : state.kind,
      order: state.order,
      page: state.page,
      size: ROWS,
    }),
  );
  const counts = source.resource.data?.counts ?? {};
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);

  return (
    <Panel
      name="alerts"
      title="Stalled deals"
      hint="Open alerts, now: whatever days are chosen"
      source={source}
      wide={6}
      controls={
        <button
          type="button"
          class="quiet"
          aria-haspopup="dialog"
          onClick={() => openDrill(page, { figure: 'alerts', ...(state.kind === '' ? {} : { kind: state.kind }) })}
        >
          Show the deals
        </button>
      }
      empty={(data) => (all === 0 && data.total === 0 ? 'No deal is stalled.' : null)}
      table={null}
    >
      {(data) => (
        <>
          <div class="chips" role="group" aria-label="Kind of alert">
            {['', ...ALERT_KINDS].map((kind) => (
              <button
                key={kind}
                type="button"
                class="chip"
                aria-pressed={state.kind === kind}
                data-kind={kind === '' ? 'all' : kind}
                data-value={kind === '' ? all : (counts[kind] ?? 0)}
                onClick={() => go({ kind, page: 1 })}
              >
                {kind === '' ? 'All' : nameOf(ALERTS, kind)}{' '}
                <b>{formats.count(kind === '' ? all : (counts[kind] ?? 0))}</b>
              </button>
            ))}
          </div>
          <DataTable
            caption="Stalled deals"
            columns={[
              { key: 'deal', label: 'Deal' },
              { key: 'kind', label: 'Why' },
              { key: 'stage', label: 'Stage' },
              { key: 'owner', label: 'Owner' },
              {
                key: 'amount_base',
                label: 'Value',
                numeric: true,
                sort: { active: state.order === 'amount', onSort: () => go({ order: 'amount', page: 1 }) },
              },
              {
                key: 'age_days',
                label: 'Since',
                numeric: true,
                sort: { active: state.order === 'age', onSort: () => go({ order: 'age', page: 1 }) },
              },
            ]}
            rows={data.alerts.map((alert) => ({
              key: alert.alert_id,
              dealId: alert.deal_id,
              open: () => go({ deal: alert.deal_id, drill: null }),
              openLabel: `Deal ${alert.deal_id}: show its history`,
              cells: {
                deal: { text: alert.deal_id, value: alert.deal_id, title: alert.account_id ?? undefined },
                kind: { text: nameOf(ALERTS, alert.kind), value: alert.kind },
                stage: { text: alert.stage, value: alert.stage_id },
                owner: { text: alert.owner_id ?? '', value: alert.owner_id ?? '' },
                amount_base: {
                  text: formats.moneyShort(alert.amount_base),
                  value: alert.amount_base,
                  title: formats.moneyIn(alert.amount, alert.currency),
                },
                age_days: {
                  text:
                    alert.age_days === null ? formats.ago(alert.since, asOf) : formats.days(Math.floor(alert.age_days)),
                  value: alert.age_days,
                  title: formats.instant(alert.since),
                },
              },
            }))}
          />
          <Pager
            page={data.page}
            pages={Math.max(1, Math.ceil(data.total / data.size))}
            total={data.total}
            onPage={(to) => go({ page: to })}
          />
        </>
      )}
    </Panel>
  );
}
