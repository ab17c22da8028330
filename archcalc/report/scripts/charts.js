// Charts of what the page has worked out: bars, and lines of all networks.

const namedBlocks = (n) =>
  TREES[n].filter((node) => counts(node) && amount(n, node, state.quantity) !== 0n);

function Bars({ n }) {
  const blocks = namedBlocks(n);
  const largest = blocks.length ? most(blocks.map((node) => amount(n, node, state.quantity))) : 1n;
  return h("ol", { class: "bars" }, blocks.map((node) => {
    const own = amount(n, node, state.quantity);
    const share = Number((own * 100000n) / largest) / 1000;
    return h("li", { key: node.path, onMouseEnter: () => light(n, node.path), onMouseLeave: () => light(n, null) },
      h("span", { class: "label" }, node.name),
      h("span", { class: "track" }, h("span", { class: "fill", style: `--share:${share}%` })),
      h("span", { class: "figure" }, short(own)));
  }));
}

const SPAN = 1000;

// Lines through points [x, y] from 0 to 1, under a legend; `ticks` stand below and at the left.
function Lines({ title, series, left, below, mark }) {
  return h("div", { class: "lines" },
    series.length > 1
      ? h("ul", { class: "keys" }, series.map(({ name }, i) => h("li", { class: `s${i % 6}` }, h("svg", { viewBox: "0 0 24 6", "aria-hidden": "true" }, h("path", { d: "M0 3H24" })), name)))
      : null,
    h("div", { class: "plot" },
      h("div", { class: "left", "aria-hidden": "true" }, left.map((text) => h("span", null, text))),
      h("svg", { viewBox: `0 0 ${SPAN} ${SPAN}`, preserveAspectRatio: "none", role: "img", "aria-label": title },
        [0, 0.25, 0.5, 0.75, 1].map((y) => h("path", { class: "grid", d: `M0 ${y * SPAN}H${SPAN}` })),
        mark === undefined ? null : h("path", { class: "mark", d: `M${mark * SPAN} 0V${SPAN}` }),
        series.map(({ points }, i) => h("path", { class: `s${i % 6}`, d: points.map(([x, y], k) => `${k ? "L" : "M"}${(x * SPAN).toFixed(1)} ${((1 - y) * SPAN).toFixed(1)}`).join("") }))),
      h("div", { class: "below", "aria-hidden": "true" }, below.map((text) => h("span", null, text)))));
}

const share = (part, whole) => (whole === 0n ? 0 : Number((part * 1000000n) / whole) / 1e6);

function Cumulative() {
  const every = NETWORKS.map((network, n) => sumsOf(n, state.quantity));
  const whole = most(every.map((sums) => sums.at(-1)));
  const series = NETWORKS.map((network, n) => ({
    name: network.title,
    points: thinned(every[n]).map(([i, amountThere]) => [i / (every[n].length - 1), share(amountThere, whole)]),
  }));
  const left = [whole, (whole * 3n) / 4n, whole / 2n, whole / 4n, 0n].map(short);
  const title = `${say("cumulative")}: ${series.map(({ name }, n) => `${name} ${short(every[n].at(-1))}`).join(", ")}`;
  return h(Lines, { title, series, left, below: depthTicks() });
}

// Of thousands of layers some hundreds, the last one among them.
function thinned(values) {
  const step = Math.max(1, Math.floor(values.length / 400));
  return values.map((one, i) => [i, one]).filter(([i]) => i % step === 0 || i === values.length - 1);
}

// The names of blocks below the depth they stand at, of one network; of several there is none.
function depthTicks() {
  if (NETWORKS.length > 1) return ["0 %", "25 %", "50 %", "75 %", "100 %"];
  const { layers } = NETWORKS[0].graph;
  return [0, 0.25, 0.5, 0.75, 1].map((part) => layers[Math.round(part * (layers.length - 1))][0].split(".")[0]);
}

const SIZES_TRIED = [0.5, 0.625, 0.75, 0.875, 1, 1.25, 1.5, 1.75, 2];
const tried = new Map();

// Totals over input sizes around a network's own; those that do not fit are left out.
function sweep(n) {
  const key = `${n}@${state.batch}@${state.ways}@${state.quantity}`;
  if (!tried.has(key)) {
    const { own } = NETWORKS[n];
    const found = SIZES_TRIED.flatMap((factor) => {
      const input = [own[0], ...own.slice(1).map((size) => Math.round(size * factor))].map(big);
      try {
        const rows = analyse(NETWORKS[n], input, big(state.batch), withAux());
        return [[Number(input.at(-1)), total(rows, state.quantity, state.ways, input, big(state.batch))]];
      } catch (error) {
        if (error instanceof Refused) return [];
        throw error;
      }
    });
    tried.set(key, found);
  }
  return tried.get(key);
}

function BySize() {
  const able = NETWORKS.map((network, n) => n).filter((n) => NETWORKS[n].own.length > 1 && !NETWORKS[n].graph.fixed);
  const every = able.map(sweep);
  const points = every.flat();
  if (!points.length) return null;
  const sizes = points.map(([size]) => size);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const whole = most(points.map(([, n]) => n));
  const at = (size) => (high === low ? 0 : (size - low) / (high - low));
  const series = able.map((n, k) => ({
    name: NETWORKS[n].title,
    points: every[k].map(([size, n]) => [at(size), share(n, whole)]),
  }));
  const title = `${say("bySize")}: ${series.map(({ name }) => name).join(", ")}`;
  const left = [whole, (whole * 3n) / 4n, whole / 2n, whole / 4n, 0n].map(short);
  const below = [0, 0.25, 0.5, 0.75, 1].map((part) => String(Math.round(low + part * (high - low))));
  const now = at(state.sizes[state.current].at(-1));
  return h(Lines, { title, series, left, below, mark: now >= 0 && now <= 1 ? now : undefined });
}

const CHARTS = { byLayer: Bars, cumulative: Cumulative, bySize: BySize };

function Charts({ n }) {
  return h("section", { class: "card", "aria-labelledby": "charts-title" },
    h("h2", { id: "charts-title" }, say("charts")),
    h("div", { class: "tools" },
      h("label", null, h("span", null, say("chart")),
        h(Choice, { label: say("chart"), chosen: state.chart, options: Object.keys(CHARTS).map((key) => [key, say(key)]), pick: (chart) => update({ chart }) })),
      h("label", null, h("span", null, say("shown")), h(QuantityChoice))),
    h(CHARTS[state.chart], { n }));
}
