import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, useState } from 'preact/hooks';
import { usePage } from './context';

use([BarChart, LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

/** Colours and sizes of the page, for charts. */
export interface ChartStyle {
  color: (name: string) => string;
  /** Pixels of so many hundredths of the page's font size, which wall mode makes bigger. */
  size: (hundredths: number) => number;
  animation: boolean;
}

export interface ChartPoint {
  /** What is read out when the point is chosen with the keyboard. */
  label: string;
  open?: (() => void) | undefined;
}

function currentStyle(): ChartStyle {
  const style = getComputedStyle(document.documentElement);
  const fontSize = Number.parseFloat(style.fontSize);
  return {
    color: (name) => style.getPropertyValue(`--${name}`).trim(),
    size: (hundredths) => Math.round((fontSize * hundredths) / 100),
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}

/**
 * A chart that is changed in place when its figures change. With the keyboard, arrows choose a point and Enter shows the
 * deals behind it.
 */
export function Chart({
  label,
  points,
  option,
  shapeKey,
}: {
  label: string;
  points: ChartPoint[];
  option: (style: ChartStyle) => EChartsCoreOption;
  /** Another key: the chart is of something else and is drawn from scratch, without moving from one to the other. */
  shapeKey: string;
}) {
  const { theme, state } = usePage();
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const drawn = useRef('');
  const latest = useRef(points);
  latest.current = points;
  const [chosen, setChosen] = useState<number | null>(null);
  const [fontSize, setFontSize] = useState('');

  useEffect(() => {
    if (element.current === null) {
      return undefined;
    }
    const mine = init(element.current, null, { renderer: 'svg' });
    chart.current = mine;
    mine.getZr().on('click', ({ offsetX, offsetY }: { offsetX: number; offsetY: number }) => {
      // The whole column answers, not only what is drawn of it: a small bar is hard to hit.
      if (mine.containPixel('grid', [offsetX, offsetY])) {
        const index = mine.convertFromPixel({ seriesIndex: 0 }, [offsetX, offsetY])[0];
        latest.current[Math.round(index ?? -1)]?.open?.();
      }
    });
    const observer = new ResizeObserver(() => {
      mine.resize();
      setFontSize(getComputedStyle(document.documentElement).fontSize);
    });
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      mine.dispose();
      chart.current = null;
      drawn.current = '';
    };
  }, []);

  useEffect(() => {
    const shape = [shapeKey, theme, fontSize, state.wall].join(' ');
    const style = currentStyle();
    chart.current?.setOption(
      { animation: style.animation, animationDuration: 300, animationDurationUpdate: 400, ...option(style) },
      { notMerge: drawn.current !== shape },
    );
    drawn.current = shape;
  });

  const choose = (index: number | null): void => {
    setChosen(index);
    chart.current?.dispatchAction(
      index === null ? { type: 'hideTip' } : { type: 'showTip', seriesIndex: 0, dataIndex: index },
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = points.length - 1;
    const at = chosen ?? -1;
    const moves: Record<string, number> = {
      ArrowRight: Math.min(last, at + 1),
      ArrowLeft: Math.max(0, at - 1),
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      choose(to);
    } else if ((event.key === 'Enter' || event.key === ' ') && chosen !== null) {
      event.preventDefault();
      points[chosen]?.open?.();
    }
  };
  const opens = points.some((point) => point.open !== undefined);
  return (
    <div
      class={opens ? 'chart opens' : 'chart'}
      role="application"
      aria-roledescription="chart"
      aria-label={`${label}. Arrow keys choose a point${opens ? ', Enter shows its deals' : ''}.`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => choose(null)}
    >
      <div class="chart-canvas" ref={element} aria-hidden="true" />
      <span class="visually-hidden" aria-live="polite">
        {chosen === null ? '' : points[chosen]?.label}
      </span>
    </div>
  );
}

/** A tooltip of lines of text; built as elements, so that names from the CRM are never read as HTML. */
export function tooltip(style: ChartStyle, lines: (index: number) => string[]): object {
  return {
    trigger: 'axis',
    axisPointer: { type: 'shadow', shadowStyle: { color: style.color('hover') } },
    confine: true,
    transitionDuration: 0,
    backgroundColor: style.color('raised'),
    borderColor: style.color('border'),
    padding: [style.size(50), style.size(75)],
    textStyle: { color: style.color('text'), fontSize: style.size(81), fontFamily: 'system-ui, sans-serif' },
    formatter: (items: { dataIndex: number }[]) => {
      const box = document.createElement('div');
      lines(items[0]?.dataIndex ?? 0).forEach((line, index) => {
        const row = document.createElement(index === 0 ? 'strong' : 'div');
        row.textContent = line;
        row.style.display = 'block';
        box.append(row);
      });
      return box;
    },
  };
}

export function axisText(style: ChartStyle): { color: string; fontSize: number; fontFamily: string; margin: number } {
  return {
    color: style.color('text-soft'),
    fontSize: style.size(75),
    fontFamily: 'system-ui, sans-serif',
    margin: style.size(62),
  };
}

/** Where the axes stand; their labels keep inside. */
export function grid(style: ChartStyle): object {
  return { left: 4, right: style.size(150), top: style.size(75), bottom: style.size(50), containLabel: true };
}

/** The axis of values: light lines, no axis line. */
export function valueAxis(style: ChartStyle, format: (value: number) => string): object {
  return {
    type: 'value',
    splitNumber: 4,
    axisLabel: { ...axisText(style), formatter: format },
    splitLine: { lineStyle: { color: style.color('grid') } },
  };
}
