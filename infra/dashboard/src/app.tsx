import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { ApiError, pathOf, messageOf } from './api/client';
import type { Dimensions, Pipelines, Status } from './api/types';
import { Formats } from './lib/format';
import type { Outage } from './lib/freshness';
import { dayIn, daysOf } from './lib/range';
import { formatState, parseState, type State } from './lib/url';
import { AlertsPanel } from './panels/alerts';
import { CyclePanel } from './panels/cycle';
import { Drilldown } from './panels/drilldown';
import { FunnelPanel } from './panels/funnel';
import { OpenPipelinePanel } from './panels/open-pipeline';
import { StageTimePanel } from './panels/stage-time';
import { Tiles } from './panels/tiles';
import { TrendPanel } from './panels/trend';
import { WaterfallPanel } from './panels/waterfall';
import { WinRatePanel } from './panels/win-rate';
import { PageContext, type Page, type Refusal } from './ui/context';
import { FreshnessBadge } from './ui/freshness';
import { Controls, WallTitle } from './ui/header';
import { RefusalsContext } from './ui/refusals';
import { askAllNow, onUnauthorised, useResource, type Resource } from './ui/resource';
import { Select } from './ui/select';
import { useTheme } from './ui/theme';
import { TokenDialog } from './ui/token';

/** Names of pipelines and dimensions change seldom. */
const NAMES_PERIOD_MS = 10_000;

const NO_DIMENSIONS: Dimensions['dimensions'] = [];

/** The panels that must have figures before the page counts as ready. */
const PANELS = ['summary', 'funnel', 'waterfall', 'rolling', 'pipeline', 'stage-time', 'cycle', 'win-rate', 'alerts'];
const WALL_PANELS = ['summary', 'funnel', 'waterfall', 'rolling', 'pipeline', 'stage-time', 'alerts'];

/** What is looked at, as the address says. */
function useAddress(): [State, Page['go']] {
  const [state, setState] = useState(() => parseState(location.search));
  useEffect(() => {
    const listener = (): void => setState(parseState(location.search));
    addEventListener('popstate', listener);
    return () => removeEventListener('popstate', listener);
  }, []);
  const go = useCallback<Page['go']>((change, options) => {
    const next = { ...parseState(location.search), ...change };
    const address = location.pathname + formatState(next);
    if (options?.replace === true) {
      history.replaceState(null, '', address);
    } else if (formatState(next) !== formatState(parseState(location.search))) {
      history.pushState(null, '', address);
    }
    setState(next);
  }, []);
  return [state, go];
}

function outageOf({ error, failingSince }: Resource<Status>): Outage | null {
  if (failingSince === null || (error instanceof ApiError && error.status === 401)) {
    return null;
  }
  const answered = error instanceof ApiError && error.status !== 502 && error.status !== 504;
  return {
    kind: answered ? 'unavailable' : 'away',
    since: failingSince,
    detail: messageOf(error),
  };
}

/** Refusals by where they came from, each told once. */
function useRefusals(): [Refusal[], Page['onRefusal']] {
  const [bySource, setBySource] = useState<Readonly<Record<string, Refusal | null>>>({});
  const onRefusal = useCallback<Page['onRefusal']>(
    (source, refusal) =>
      setBySource((last) =>
        (last[source] ?? null) === null && refusal === null ? last : { ...last, [source]: refusal },
      ),
    [],
  );
  const refusals = useMemo(() => {
    const each = new Map<string, Refusal>();
    for (const refusal of Object.values(bySource)) {
      if (refusal !== null) {
        each.set(`${refusal.parameter ?? ''} ${refusal.detail}`, refusal);
      }
    }
    return [...each.values()];
  }, [bySource]);
  return [refusals, onRefusal];
}

export function App() {
  const [state, go] = useAddress();
  const [theme, themeChoice, chooseTheme] = useTheme(state.theme);
  const [needsToken, setNeedsToken] = useState(false);
  const [ready, setReady] = useState<ReadonlySet<string>>(new Set());
  const [refusals, onRefusal] = useRefusals();
  const onReady = useCallback(
    (panel: string) => setReady((last) => (last.has(panel) ? last : new Set(last).add(panel))),
    [],
  );
  useEffect(() => onUnauthorised(() => setNeedsToken(true)), []);

  const statusResource = useResource<Status>('status');
  const pipelinesResource = useResource<Pipelines>('pipelines', true, NAMES_PERIOD_MS);
  const status = statusResource.data;
  const pipelines = pipelinesResource.data?.pipelines ?? null;
  const pipeline =
    pipelines?.find(({ pipeline_id: id }) => id === state.pipeline) ??
    (state.pipeline === null ? pipelines?.[0] : undefined) ??
    null;
  const dimensionsResource = useResource<Dimensions>(
    pipeline === null ? null : pathOf('dimensions', { pipeline: pipeline.pipeline_id }),
    true,
    NAMES_PERIOD_MS,
  );
  const dimensions = dimensionsResource.data?.dimensions ?? NO_DIMENSIONS;

  const currency = status?.base_currency ?? 'EUR';
  const zone = status?.zone ?? 'UTC';
  const formats = useMemo(
    () => new Formats(state.locale === null ? navigator.languages : [state.locale], currency, zone),
    [state.locale, currency, zone],
  );
  const outage = outageOf(statusResource);
  const isOut = outage !== null;
  useEffect(() => {
    // Back again: the other questions need not wait until their turn comes.
    if (!isOut) {
      askAllNow();
    }
  }, [isOut]);
  const asOf = status?.as_of ?? null;
  const nothingYet = pipelines !== null && status !== null && (pipelines.length === 0 || asOf === null);

  const today = status === null ? null : (asOf ?? dayIn(zone, new Date(status.server_time)));
  const windows = status?.windows.join() ?? '';
  // The status changes every second, the page only with what is in it: the panels are drawn anew by their own figures.
  const page = useMemo<Page | null>(
    () =>
      today === null || pipeline === null || nothingYet
        ? null
        : {
            state,
            go,
            formats,
            pipeline,
            days: daysOf(state.range, today),
            asOf,
            windows: windows.split(',').map(Number),
            theme,
            onReady,
            onRefusal,
          },
    [state, go, formats, pipeline, today, asOf, windows, theme, nothingYet, onReady, onRefusal],
  );
  const panels = useMemo(
    () => (page === null ? null : <Panels wall={page.state.wall} dimensions={dimensions} />),
    [page, dimensions],
  );

  const isReady = nothingYet || (page !== null && (state.wall ? WALL_PANELS : PANELS).every((name) => ready.has(name)));
  useEffect(() => {
    if (isReady && document.documentElement.dataset['ready'] === undefined) {
      document.documentElement.dataset['ready'] = 'true';
      performance.mark('dashboard-ready');
    }
  }, [isReady]);

  useEffect(() => {
    document.documentElement.toggleAttribute('data-wall', state.wall);
    if (!state.wall) {
      return undefined;
    }
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.querySelector('dialog[open]') === null) {
        go({ wall: false });
      }
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [state.wall, go]);

  useEffect(() => {
    document.title = pipeline === null ? 'Dealpulse' : `${pipeline.name} · Dealpulse`;
  }, [pipeline]);

  const unknownPipeline = pipelines !== null && pipelines.length > 0 && pipeline === null;
  return (
    <PageContext.Provider value={page}>
      <RefusalsContext.Provider value={refusals}>
        <header class="page-header">
          <h1 class="brand">
            <svg viewBox="0 0 32 32" aria-hidden="true">
              <path d="M3 17h6l3-9 6 17 4-11 2 3h5" />
            </svg>
            Dealpulse
          </h1>
          {page !== null &&
            (state.wall ? <WallTitle /> : <Controls pipelines={pipelines ?? []} dimensions={dimensions} />)}
          <div class="page-side">
            <FreshnessBadge status={status} receivedAt={statusResource.receivedAt} outage={outage} formats={formats} />
            {!state.wall && (
              <Select
                label="Theme"
                value={themeChoice}
                onChange={(value) => {
                  chooseTheme(value);
                  go({ theme: null }, { replace: true });
                }}
                options={[
                  { value: 'auto', label: 'Auto' },
                  { value: 'light', label: 'Light' },
                  { value: 'dark', label: 'Dark' },
                ]}
              />
            )}
            <button
              type="button"
              class={state.wall ? 'quiet leave-wall' : 'quiet icon'}
              data-testid="wall"
              aria-label={state.wall ? undefined : 'Wall mode'}
              title={state.wall ? 'Leave wall mode (Esc)' : 'Wall mode: bigger and without controls'}
              onClick={() => go({ wall: !state.wall })}
            >
              {state.wall ? (
                'Leave wall mode'
              ) : (
                <svg viewBox="0 0 16 16" aria-hidden="true">
                  <path d="M1.5 2.5h13v9h-13zM8 11.5v3M5 14.5h6" />
                </svg>
              )}
            </button>
          </div>
        </header>
        <main class={outage === null ? undefined : 'out'} data-outage={outage?.kind}>
          {page !== null ? (
            panels
          ) : nothingYet ? (
            <NoFigures hasPipelines={pipelines.length > 0} />
          ) : unknownPipeline ? (
            <div class="notice" data-testid="notice" role="alert">
              <h2>There is no pipeline “{state.pipeline}”</h2>
              <p>
                Choose one:{' '}
                {pipelines.map(({ pipeline_id: id, name }) => (
                  <button key={id} type="button" class="link" onClick={() => go({ pipeline: id })}>
                    {name}
                  </button>
                ))}
              </p>
            </div>
          ) : outage !== null || pipelinesResource.error !== null ? (
            <div class="notice" data-testid="notice">
              <h2>No figures can be read</h2>
              <p>{outage?.detail ?? messageOf(pipelinesResource.error)}</p>
            </div>
          ) : (
            <p class="notice">Loading …</p>
          )}
        </main>
        {page !== null && (state.drill !== null || state.deal !== null) && <Drilldown />}
        {needsToken && (
          <TokenDialog
            onToken={() => {
              setNeedsToken(false);
              askAllNow();
            }}
          />
        )}
      </RefusalsContext.Provider>
    </PageContext.Provider>
  );
}

function Panels({ wall, dimensions }: { wall: boolean; dimensions: Dimensions['dimensions'] }) {
  return (
    <>
      <Tiles />
      <div class="panels">
        <FunnelPanel />
        <WaterfallPanel />
        <TrendPanel />
        <OpenPipelinePanel />
        <StageTimePanel />
        {!wall && <CyclePanel />}
        {!wall && <WinRatePanel dimensions={dimensions} />}
        <AlertsPanel />
      </div>
    </>
  );
}

function NoFigures({ hasPipelines }: { hasPipelines: boolean }) {
  return (
    <div class="notice" data-testid="notice">
      <h2>No figures yet</h2>
      {hasPipelines ? (
        <p>Pipelines are known, but no job has written figures. Run:</p>
      ) : (
        <p>There is no pipeline yet. Import deals of a CRM, or generate some, and run the jobs:</p>
      )}
      <pre>
        {hasPipelines
          ? './dealpulse run deal-metrics deal-alerts'
          : './dealpulse demo\n\n./dealpulse import …\n./dealpulse run deal-metrics deal-alerts'}
      </pre>
      <p>The page fills by itself.</p>
    </div>
  );
}
