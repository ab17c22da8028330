// One layer: what it is, what it reads, its formulas; and the diagram, linked with the table.

function LayerDetails({ n, node }) {
  const row = resultOf(n).rows[node.start];
  if (!row) return null;
  const about = NETWORKS[n].graph.about[row.about];
  const title = `${node.path}: ${about}`;
  const model = () => ({
    columns: [{ title: say("quantity") }, { title: say("rule") }, { title: say("numbers") }],
    rows: explained(row).map((cells) => ({ cells })),
  });
  const used = new Set([...row.plan.axes, ...(row.plan.symbols ?? [])].map(letter));
  const legend = Object.entries(DATA.symbols).filter(([name]) => used.has(name) && name !== "N");
  return h("div", { class: "details" },
    h("h3", null, title),
    h("p", { class: "shapes" }, `${row.ins.map(people).join(", ")} → ${people(row.out)}`,
      h("span", { class: "reads" }, ` ${say("reads")}: `, row.inputs.map((i, k) => [k ? ", " : "", h(LayerLink, { n, i })]))),
    h(DataTable, { title, model: model(), stacked: true }),
    h("dl", { class: "legend" }, legend.map(([name, text]) => h("div", null, h("dt", null, name), h("dd", null, text)))));
}

function LayerLink({ n, i }) {
  if (i < 0) return say("input");
  const [path] = NETWORKS[n].graph.layers[i];
  return h("button", { type: "button", class: "link", onClick: () => reveal(n, path) }, path);
}

// Open everything around a layer or block, and go there.
function reveal(n, path) {
  const blocks = TREES[n].length ? around(path) : [];
  const node = [...walk(TREES[n])].find((one) => one.path === path);
  state.open[n] = new Set([...state.open[n], ...blocks, ...(node && !node.leaf ? [path] : [])]);
  const rows = { query: "", rows: Math.max(state.rows, 300), selected: node?.leaf ? path : state.selected };
  update(rows);
  const place = visible(n).findIndex((one) => one.path === path);
  if (place >= state.rows) update({ rows: place + 100 });
  const button = document.querySelector(`[data-row="${CSS.escape(path)}"]`);
  button?.scrollIntoView({ block: "center" });
  button?.focus({ preventScroll: true });
}

// --- the diagram -------------------------------------------------------------------------------

const DIAGRAMS = [...document.querySelectorAll("#diagrams > *")];
const BOXES = DIAGRAMS.map(
  (drawing) => new Map([...drawing.querySelectorAll("[data-path]")].map((box) => [box.dataset.path, box])),
);

// The input's size is the one number in a diagram.
const INPUTS = DIAGRAMS.map((drawing, n) => {
  const size = people(NETWORKS[n].input);
  return [...drawing.querySelectorAll("text")].find((text) => text.textContent === size);
});

// The box that a layer or block is in: its own, one around it, or the one it works behind.
function boxOf(n, path) {
  for (const name of [path, ...around(path).reverse()]) {
    if (BOXES[n].has(name)) return BOXES[n].get(name);
  }
  const { layers } = NETWORKS[n].graph;
  for (let i = layers.findIndex(([name]) => name === path || name.startsWith(`${path}.`)); i >= 0; i--) {
    for (const name of [layers[i][0], ...around(layers[i][0]).reverse()]) {
      if (BOXES[n].has(name)) return BOXES[n].get(name);
    }
  }
  return null;
}

// The lit box and rows are marked directly: nothing else on the page changes with them.
function light(n, path) {
  document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  if (path === null) return;
  boxOf(n, path)?.classList.add("lit");
}

function lightRows(n, path) {
  document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
  if (path === null) return;
  BOXES[n].get(path)?.classList.add("lit");
  const inside = (name) => name === path || name.startsWith(`${path}.`) || path.startsWith(`${name}.`);
  document.querySelectorAll("tr[data-path]").forEach((row) => row.classList.toggle("lit", inside(row.dataset.path)));
}

// The page has margins of its own.
function trim(drawing) {
  const { x, y, width, height } = drawing.getBBox();
  drawing.setAttribute("viewBox", `${x - 4} ${y - 4} ${width + 8} ${height + 8}`);
  drawing.setAttribute("width", width + 8);
  drawing.setAttribute("height", height + 8);
}

const pathAt = (event) => event.target.closest?.("[data-path]")?.dataset.path ?? null;

function Diagram({ n }) {
  const put = (place) => {
    const { input } = resultOf(n);
    if (INPUTS[n] && input) INPUTS[n].textContent = people(input);
    if (!place || place.firstChild === DIAGRAMS[n]) return;
    place.replaceChildren(DIAGRAMS[n]);
    if (DIAGRAMS[n].getBBox) trim(DIAGRAMS[n]);
  };
  const go = (event) => {
    const path = pathAt(event);
    if (path) reveal(n, path);
  };
  return h("section", { class: "card figure", "aria-labelledby": "diagram-title" },
    h("h2", { id: "diagram-title" }, say("diagram")),
    h("div", { class: "diagram scroll", tabindex: 0, role: "group", "aria-label": say("diagram"), ref: put,
      onMouseOver: (event) => lightRows(n, pathAt(event)), onMouseLeave: () => lightRows(n, null), onClick: go }));
}
