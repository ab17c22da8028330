// The layers of one network: a tree with search, sorting and bars.

const axesText = (n) => ({ 1: "L×C", 3: "T×H×W×C" })[state.sizes[n].length] ?? (state.sizes[n].length ? "H×W×C" : "C");
const quantityTitle = (key) =>
  say(key === "multiplies" && state.ways.includes("flops") ? "flops" : key);

const COLUMNS = [
  { key: "layer", title: () => say("layer"), cell: (n, node) => node.name },
  { key: "kernel", title: () => say("kernel"), cell: (n, node) => node.label, less: "less" },
  { key: "output", title: (n) => say("output", { axes: axesText(n) }), less: "less",
    cell: (n, node) => { const end = endOf(n, node); return end ? people(end.out) : ""; } },
  ...["params", "multiplies", "activations", "elementwise"].map((key) => ({
    key, title: () => quantityTitle(key), align: "right", sum: true,
    less: key === "activations" ? "less least" : "other",
    only: (shown) => key !== "elementwise" || shown === key,
    cell: (n, node) => exact(amount(n, node, key)),
  })),
  { key: "share", title: () => say("share"), align: "right", cell: (n, node) => shareOf(n, node) },
];
// The quantity chosen is shown on the narrowest screen, others where there is room.
const columnsNow = () =>
  COLUMNS.filter(({ only }) => !only || only(state.quantity))
    .map((column) => (column.key === state.quantity ? { ...column, less: "" } : column));

const shareOf = (n, node) => percent(amount(n, node, state.quantity), totalOf(n, state.quantity));
const counts = (node) => withAux() || !node.aux;
const matches = (node) => {
  const wanted = state.query.trim().toLowerCase();
  return [node.path, node.kind, node.label].some((text) => text.toLowerCase().includes(wanted));
};

const SORTS = {
  layer: (n) => (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  share: (n) => SORTS[state.quantity](n),
};
for (const key of QUANTITIES) {
  SORTS[key] = (n) => (a, b) => {
    const [one, other] = [amount(n, a, key), amount(n, b, key)];
    return one < other ? 1 : one > other ? -1 : 0;
  };
}

// The rows to show, in order: what is open, or all that the search finds with what is around it.
function visible(n) {
  const order = SORTS[state.sort.key]?.(n);
  const sorted = (nodes) => {
    const mine = nodes.filter(counts);
    if (!order) return mine;
    return mine.toSorted(state.sort.down ? order : (a, b) => order(b, a));
  };
  const found = [];
  if (!state.query.trim()) {
    const open = (nodes) => sorted(nodes).forEach((node) => {
      found.push(node);
      if (state.open[n].has(node.path)) open(node.children);
    });
    open(TREES[n]);
    return found;
  }
  const search = (nodes, inside) => {
    let any = false;
    for (const node of sorted(nodes)) {
      const place = found.length;
      const own = inside || matches(node);
      found.push(node);
      const within = search(node.children, inside || matchesName(node));
      if (own || within) any = true;
      else found.length = place;
    }
    return any;
  };
  search(TREES[n], false);
  return found;
}

const matchesName = (node) => node.path.toLowerCase().includes(state.query.trim().toLowerCase());

// What is copied: the rows as they stand, with the total.
function treeModel(n) {
  const columns = columnsNow();
  const rows = visible(n).map((node) => ({
    cells: columns.map(({ key, cell }) => (key === "layer" && !isOpenHead(n, node) && state.query ? node.path : cell(n, node))),
  }));
  rows.push({ cells: columns.map((one) => totalCell(n, one)), total: true });
  return { columns: columns.map(({ title, align }) => ({ title: title(n), align })), rows };
}

const isOpenHead = (n, node) => !node.leaf && (state.query.trim() !== "" || state.open[n].has(node.path));
const totalCell = (n, { key, sum }) => (key === "layer" ? say("total") : sum ? exact(totalOf(n, key)) : "");

function sortBy(key) {
  const { sort } = state;
  if (sort.key !== key) update({ sort: { key, down: true } });
  else update({ sort: sort.down ? { key, down: false } : { key: "", down: true } });
}

const classesOf = (...names) => names.filter(Boolean).join(" ") || undefined;

function Head({ n, column }) {
  const { key, title, align, less } = column;
  const sorted = state.sort.key === key;
  const order = sorted ? (state.sort.down === (key !== "layer") ? "descending" : "ascending") : undefined;
  return h("th", { scope: "col", class: classesOf(align, less), "aria-sort": order },
    SORTS[key]
      ? h("button", { type: "button", class: "sort", onClick: () => sortBy(key) },
          title(n), h("span", { class: "arrow", "aria-hidden": "true" }, sorted ? (order === "descending" ? "▾" : "▴") : ""))
      : title(n));
}

function open(n, node) {
  state.open[n] = toggled(state.open[n], node.path);
  update({});
}

const choose = (node) => update({ selected: state.selected === node.path ? null : node.path });

// A block opens and closes, a layer shows its formulas.
function NameCell({ n, node }) {
  const opened = node.leaf ? state.selected === node.path : isOpenHead(n, node);
  const act = () => (node.leaf ? choose(node) : open(n, node));
  return h("th", { scope: "row", class: "name", style: `--level:${node.level}` },
    h("button", {
      type: "button", class: node.leaf ? "leaf" : "branch", "aria-expanded": String(opened), "data-row": node.path,
      disabled: !node.leaf && state.query.trim() !== "" ? true : undefined,
      onClick: act, onKeyDown: (event) => moved(event, n, node, opened, act),
    }, h("span", { class: "mark", "aria-hidden": "true" }, node.leaf ? "ƒ" : opened ? "▾" : "▸"),
      h("span", null, node.name),
      node.kind === "aux" ? h("small", null, ` ${say("heads")}`) : null));
}

// Arrow keys go up and down the rows, and open and close them.
function moved(event, n, node, opened, act) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const place = rows.indexOf(event.currentTarget);
  const steps = { ArrowDown: 1, ArrowUp: -1, Home: -place, End: rows.length - 1 - place };
  if (event.key in steps) rows[place + steps[event.key]]?.focus();
  else if ((event.key === "ArrowRight" && !opened) || (event.key === "ArrowLeft" && opened)) act();
  else if (event.key === "ArrowLeft") rows.find((one) => one.dataset.row === around(node.path).at(-1))?.focus();
  else return;
  event.preventDefault();
}

// The longest bar is the largest part's of the whole network.
function Bar({ n, node }) {
  const largest = most([1n, ...TREES[n].map((one) => amount(n, one, state.quantity))]);
  const share = Number((amount(n, node, state.quantity) * 100000n) / largest) / 1000;
  return h("td", { class: "share" },
    h("span", { class: "bar", style: `--share:${share}%`, "aria-hidden": "true" }),
    h("span", { class: "figure" }, shareOf(n, node)));
}

function TreeRow({ n, node, columns }) {
  const cells = columns.map((column) => {
    if (column.key === "layer") return h(NameCell, { n, node });
    if (column.key === "share") return h(Bar, { n, node });
    const zero = column.sum && amount(n, node, column.key) === 0n;
    return h("td", { class: classesOf(column.align, column.less, zero && "zero") }, column.cell(n, node));
  });
  const classes = [node.leaf ? "layer" : "block", state.selected === node.path ? "selected" : ""];
  return h("tr", {
    class: classes.join(" ").trim(), "data-path": node.path,
    onMouseEnter: () => light(n, node.path), onMouseLeave: () => light(n, null),
    onFocusCapture: () => light(n, node.path), onBlurCapture: () => light(n, null),
  }, cells);
}

function LayerTable({ n }) {
  const columns = columnsNow();
  const every = visible(n);
  const rows = every.slice(0, state.rows);
  const body = rows.flatMap((node) => [
    h(TreeRow, { key: node.path, n, node, columns }),
    state.selected === node.path && node.leaf
      ? h("tr", { key: `${node.path} explained`, class: "explained" },
          h("td", { colspan: columns.length }, h(LayerDetails, { n, node })))
      : null,
  ]);
  const totals = h("tr", { class: "total" }, columns.map((column) =>
    h(column.key === "layer" ? "th" : "td", { scope: column.key === "layer" ? "row" : undefined, class: classesOf(column.align, column.less) },
      totalCell(n, column))));
  return h("div", { class: "table" },
    h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": say("layers") },
      h("table", { class: "tree" },
        h("caption", { class: "unseen" }, `${say("layers")}: ${NETWORKS[n].title}`),
        h("thead", null, h("tr", null, columns.map((column) => h(Head, { key: column.key, n, column })))),
        h("tbody", null, body),
        h("tfoot", null, totals))),
    every.length > rows.length
      ? h("button", { type: "button", class: "more", onClick: () => update({ rows: state.rows + 500 }) },
          say("more", { n: exact(big(rows.length)), all: exact(big(every.length)) }))
      : null,
    state.query.trim() && !every.length ? h("p", { class: "note" }, say("nothing", { text: state.query.trim() })) : null);
}

function Tools({ n }) {
  const layersFound = state.query.trim() ? visible(n).filter((node) => node.leaf).length : 0;
  const all = () => {
    state.open[n] = new Set([...walk(TREES[n])].filter((node) => !node.leaf).map((node) => node.path));
    update({});
  };
  const none = () => {
    state.open[n] = new Set();
    update({ selected: null, rows: 300 });
  };
  return h("div", { class: "tools" },
    h("label", { class: "find" }, h("span", null, say("find")),
      h("input", { type: "search", value: state.query, placeholder: say("findHint"), onInput: (event) => update({ query: event.target.value, rows: 300 }) })),
    h("span", { class: "found", role: "status" }, state.query.trim() ? say("found", { n: layersFound }) : ""),
    h("label", null, h("span", null, say("shown")), h(QuantityChoice)),
    h("button", { type: "button", onClick: all }, say("openAll")),
    h("button", { type: "button", onClick: none }, say("closeAll")),
    h(CopyButtons, { model: () => treeModel(n), of: say("layers") }));
}

const Choice = ({ label, chosen, options, pick }) =>
  h("select", { "aria-label": label, value: chosen, onChange: (event) => pick(event.target.value) },
    options.map(([key, text]) => h("option", { value: key, selected: key === chosen }, text)));

const QuantityChoice = () =>
  h(Choice, { label: say("shown"), chosen: state.quantity, options: QUANTITIES.map((key) => [key, quantityTitle(key)]), pick: (quantity) => update({ quantity }) });
