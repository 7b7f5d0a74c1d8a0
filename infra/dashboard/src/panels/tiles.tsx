import type { ComponentChildren } from 'preact';
import type { Summary, TileName } from '../api/types';
import { pathOf, messageOf } from '../api/client';
import { describeChange, type ChangeWording } from '../lib/change';
import type { Drill } from '../lib/url';
import { figureOf, openDrill, pastDay, usePage, type Page } from '../ui/context';
import { Figure, SourceContext } from '../ui/number';
import { usePanelResource } from '../ui/panel';

interface TileSpec {
  name: TileName;
  label: string;
  short: (page: Page, value: number | null) => ComponentChildren;
  exact: (page: Page, value: number | null) => string;
  change: ChangeWording;
  drill: (page: Page) => Drill;
}

const HIGHER: Pick<ChangeWording, 'better' | 'up' | 'down'> = { better: 'up', up: 'higher', down: 'lower' };
const RELATIVE: ChangeWording = { unit: 'percent', ...HIGHER };
const POINTS: ChangeWording = { unit: 'points', ...HIGHER };
const FASTER: ChangeWording = { unit: 'percent', better: 'down', up: 'slower', down: 'faster' };

const openDeals = (page: Page): Drill => {
  const on = pastDay(page);
  return on === null ? { figure: 'open' } : { figure: 'open', on };
};
const closed = (outcome: string) => (): Drill => ({ figure: 'closed', outcome });

const money = {
  short: ({ formats }: Page, value: number | null) => <Parts parts={formats.moneyParts(value)} />,
  exact: ({ formats }: Page, value: number | null) => formats.money(value),
  change: RELATIVE,
};
const rate = {
  short: ({ formats }: Page, value: number | null) => formats.rate(value),
  exact: ({ formats }: Page, value: number | null) => formats.rate(value),
  change: POINTS,
};
const days = {
  short: ({ formats }: Page, value: number | null) => <Parts parts={formats.daysParts(value)} />,
  exact: ({ formats }: Page, value: number | null) => formats.days(value),
  change: FASTER,
};

/** The cards, each of one or two figures that are read together. */
const CARDS: { key: string; tiles: TileSpec[]; foot: (page: Page, summary: Summary) => string }[] = [
  {
    key: 'open',
    tiles: [{ name: 'open_value', label: 'Open value', ...money, drill: openDeals }],
    foot: ({ formats }, { tiles }) => `${formats.count(tiles.open_deals.current)} open deals`,
  },
  {
    key: 'weighted',
    tiles: [{ name: 'weighted_value', label: 'Weighted value', ...money, drill: openDeals }],
    foot: ({ formats }, { tiles }) => {
      const [open, weighted] = [tiles.open_value.current, tiles.weighted_value.current];
      return open === null || open === 0 || weighted === null ? ' ' : `${formats.rate(weighted / open)} of open`;
    },
  },
  {
    key: 'win-rate',
    tiles: [
      { name: 'win_rate', label: 'Win rate', ...rate, drill: closed('any') },
      { name: 'win_rate_value', label: 'by value', ...rate, drill: closed('any') },
    ],
    foot: ({ formats }, { tiles }) =>
      `${formats.count(tiles.won.current)} won, ${formats.count(tiles.lost.current)} lost`,
  },
  {
    key: 'deal-size',
    tiles: [{ name: 'average_deal_size', label: 'Average deal', ...money, drill: closed('won') }],
    foot: ({ formats }, { tiles }) => `${formats.moneyShort(tiles.won_amount.current)} won`,
  },
  {
    key: 'cycle',
    tiles: [
      { name: 'cycle_p50_days', label: 'Cycle, median', ...days, drill: closed('won') },
      { name: 'cycle_p90_days', label: '9 of 10 within', ...days, drill: closed('won') },
    ],
    foot: () => 'from creation to win',
  },
  {
    key: 'velocity',
    tiles: [
      {
        name: 'velocity',
        label: 'Velocity per day',
        ...money,
        exact: ({ formats }, value) => (value === null ? formats.money(null) : `${formats.money(value)} per day`),
        drill: closed('won'),
      },
    ],
    foot: () => 'expected wins',
  },
];

export function Tiles() {
  const page = usePage();
  const { formats } = page;
  const path = pathOf('summary', figureOf(page));
  const { resource, attach } = usePanelResource<Summary>('summary', path);
  const { data, source, error, failures } = resource;
  const unconverted = data === null ? 0 : data.unconverted.open + data.unconverted.won;
  return (
    <section
      class="tiles"
      ref={attach}
      data-testid="panel-summary"
      aria-label="Key figures"
      aria-busy={data === null || source !== path}
    >
      <SourceContext.Provider value={source}>
        <div
          class={`tile-grid${source !== path && data !== null ? ' outdated' : ''}${data !== null && failures > 1 ? ' failing' : ''}`}
        >
          {CARDS.map((card) => (
            <div key={card.key} class={`card${card.tiles.length > 1 ? ' pair' : ''}`}>
              <div class="card-tiles">
                {card.tiles.map((tile) => (
                  <Tile key={tile.name} tile={tile} summary={data} />
                ))}
              </div>
              <p class="card-foot">{data === null ? ' ' : card.foot(page, data)}</p>
            </div>
          ))}
        </div>
      </SourceContext.Provider>
      {data === null && error !== null && (
        <p class="panel-note" role="status">
          {messageOf(error)}
        </p>
      )}
      {data !== null && (
        <p class="compared">
          {formats.range(data.from, data.to)}, compared with {formats.range(data.previous.from, data.previous.to)}
          {unconverted > 0 &&
            `. Not in the amounts, for want of an exchange rate: ${formats.count(data.unconverted.open)} open and ${formats.count(data.unconverted.won)} won deals`}
        </p>
      )}
    </section>
  );
}

function Tile({ tile, summary }: { tile: TileSpec; summary: Summary | null }) {
  const page = usePage();
  const { formats } = page;
  const comparison = summary?.tiles[tile.name] ?? { current: null, previous: null, change: null };
  const change = describeChange(comparison.change, tile.change, (value) => formats.number(value));
  const exact = tile.exact(page, comparison.current);
  const tone = change.good === null ? '' : change.good ? ' good' : ' bad';
  return (
    <button
      type="button"
      class="tile"
      data-testid={`tile-${tile.name}`}
      data-value={comparison.current ?? ''}
      data-previous={comparison.previous ?? ''}
      data-change={comparison.change ?? ''}
      aria-haspopup="dialog"
      title={`${exact}; before: ${tile.exact(page, comparison.previous)}`}
      onClick={() => openDrill(page, tile.drill(page))}
    >
      <span class="tile-label">{tile.label}</span>
      <span class="tile-value">
        {summary === null ? (
          <span class="skeleton">000</span>
        ) : (
          <Figure value={comparison.current}>{tile.short(page, comparison.current)}</Figure>
        )}
      </span>
      <span class={`tile-change${tone}`} data-direction={change.direction}>
        {summary === null ? (
          ' '
        ) : (
          <>
            <span aria-hidden="true" class="arrow">
              {change.arrow}
            </span>{' '}
            {change.text}
          </>
        )}
      </span>
    </button>
  );
}

/** A number whose unit, where it comes last, is set smaller. */
function Parts({ parts }: { parts: readonly [string, string] }) {
  const [number, unit] = parts;
  return (
    <>
      {number}
      {unit !== '' && <small>{unit}</small>}
    </>
  );
}
