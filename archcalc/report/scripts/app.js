// The page as a whole: settings, what is wrong, the networks' sections.

const TROUBLES = disagreements();
const AXES_OF = (n) => axisKeys(state.sizes[n].length);

function Settings({ n }) {
  return h("section", { class: "settings", "aria-label": say("settings") },
    NETWORKS.length > 1 ? h(NetworkChoice) : null,
    AXES_OF(n).length ? h(SizeFields, { n }) : null,
    h("label", null, h("span", null, say("batch")),
      h(NumberField, { id: "batch", value: state.batch, set: (batch) => update({ batch }) })),
    h("button", { type: "button", id: "reset", onClick: reset }, say("reset")),
    h(Counting),
    h("label", { class: "theme" }, h("span", null, say("theme")),
      h(Choice, { label: say("theme"), chosen: state.theme, options: ["auto", "light", "dark"].map((key) => [key, say(key)]), pick: repaint })));
}

const NetworkChoice = () =>
  h("label", null, h("span", null, say("networks")),
    h(Choice, { label: say("networks"), chosen: String(state.current), options: NETWORKS.map(({ title }, i) => [String(i), title]),
      pick: (i) => update({ current: Number(i), selected: null, query: "", rows: 300 }) }));

function SizeFields({ n }) {
  const alone = NETWORKS.length < 2 || new Set(state.sizes.map((sizes) => sizes.length)).size > 1;
  return h("fieldset", { disabled: NETWORKS[n].graph.fixed },
    h("legend", null, say("inputSize")),
    AXES_OF(n).map((key, i) => h("label", null, h("span", null, say(`input${capital(key)}`)),
      h(NumberField, { id: `size-${key}`, value: state.sizes[n][i], set: (size) => resize(n, i, size) }))),
    alone ? null : h("label", { class: "check" },
      h("input", { type: "checkbox", checked: state.everywhere, onChange: (event) => spread(n, event.target.checked) }),
      say("everywhere")));
}

// Both axes follow while they are equal: most images are square.
function resize(n, axis, size) {
  const sizes = [...state.sizes[n]];
  sizes[axis] = size;
  put(n, sizes);
}

function put(n, sizes) {
  update({ sizes: state.sizes.map((old, i) => (i === n || state.everywhere ? sizes : old)) });
}

function spread(n, everywhere) {
  state.everywhere = everywhere;
  put(n, state.sizes[n]);
}

const reset = () =>
  update({ sizes: NETWORKS.map(({ input }) => input.slice(1)), batch: DATA.batch, ways: DATA.withAux ? ["with_aux"] : [], everywhere: false });

// Takes whole numbers; anything else is marked, and the page keeps the last one.
class NumberField extends preact.Component {
  render({ id, value: now, set }, { text, bad }) {
    const input = ({ target }) => {
      const good = /^[1-9][0-9]{0,9}$/.test(target.value.trim()) && Number(target.value) <= LARGEST;
      this.setState({ text: target.value, bad: !good });
      if (good) set(Number(target.value));
    };
    return h("span", { class: "number" },
      h("input", { id, type: "text", inputmode: "numeric", autocomplete: "off", value: bad ? text : now, "aria-invalid": bad ? "true" : undefined, "aria-describedby": bad ? `${id}-wrong` : undefined, onInput: input, onBlur: () => this.setState({ bad: false }),
        onKeyDown: (event) => stepped(event, now, set) }),
      bad ? h("span", { class: "wrong", id: `${id}-wrong`, role: "alert" }, say("badNumber", { most: exact(big(LARGEST)) })) : null);
  }
}

// Arrow keys count, with Shift by 32.
function stepped(event, now, set) {
  const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  set(Math.min(LARGEST, Math.max(1, now + by * (event.shiftKey ? 32 : 1))));
}

function Counting() {
  const heads = NETWORKS.some(({ graph }) => graph.aux.length);
  const offered = DATA.ways.filter(([key]) => key in WAYS && (key !== "with_aux" || heads));
  return h("details", { class: "counting" },
    h("summary", null, say("counting"), state.ways.length ? ` (${state.ways.length})` : ""),
    h("div", { class: "choices" }, offered.map(([key, text]) =>
      h("label", { class: "check" },
        h("input", { type: "checkbox", value: key, checked: state.ways.includes(key), onChange: (event) => count(key, event.target.checked) }), text))));
}

// The ways stay in the order in which archcalc applies them.
function count(key, on) {
  const ways = DATA.ways.map(([name]) => name).filter((name) => (name === key ? on : state.ways.includes(name)));
  update({ ways });
}

// --- colours -----------------------------------------------------------------------------------

const preferred = matchMedia("(prefers-color-scheme: dark)");

function repaint(theme) {
  const dark = theme === "dark" || (theme === "auto" && preferred.matches);
  document.documentElement.toggleAttribute("data-dark", dark);
  update({ theme });
}

preferred.addEventListener("change", () => repaint(state.theme));

// --- what is said ------------------------------------------------------------------------------

const Banner = () =>
  TROUBLES.length ? h("div", { class: "banner", role: "alert" }, TROUBLES.map((text) => h("p", null, text))) : null;

function Warnings({ n }) {
  const { trouble, input } = resultOf(n);
  const changes = trouble ? "" : reshapedText(n);
  return h("div", { role: "status" },
    trouble ? h("p", { class: "warning" }, `${trouble} `, input ? say("stays", { size: people(input) }) : "") : null,
    changes ? h("p", { class: "warning" }, changes) : null,
    NETWORKS[n].graph.fixed ? h("p", { class: "note" }, say("fixed", { network: NETWORKS[n].name })) : null);
}

function Totals({ n }) {
  const [field, stride] = fieldOf(n);
  const facts = [
    ...QUANTITIES.map((key) => [quantityTitle(key), exact(totalOf(n, key)), short(totalOf(n, key))]),
    [say("deepness"), String(NETWORKS[n].graph.facts[0])],
    ...(field ? [[say("field"), field], [say("stride"), stride]] : []),
  ];
  return h("dl", { class: "totals" }, facts.map(([title, text, small]) =>
    h("div", null, h("dt", null, title), h("dd", null, text, small && small !== text ? h("small", null, small) : null))));
}

function Published({ n }) {
  const { published: figures } = NETWORKS[n];
  if (!figures) return null;
  // Errata are what people come for: what agrees is there when asked for.
  const wanted = figures.rows.filter((row) => state.agreeing || typeof row === "string" || row[4] !== say("agrees"));
  const rows = wanted.filter((row, i) => typeof row !== "string" || Array.isArray(wanted[i + 1]));
  const model = {
    columns: figures.columns.map((title, i) => ({ title, align: i === 2 || i === 3 ? "right" : "" })),
    rows: rows.map((row) => (typeof row === "string" ? { cells: [row], head: true } : { cells: row })),
  };
  return h("section", { class: "card wide", "aria-labelledby": "published-title" },
    h("h2", { id: "published-title" }, say("published")),
    h("p", null, figures.subtitle, ". ", say("publishedAt", { size: figures.input })),
    h("label", { class: "check" },
      h("input", { type: "checkbox", checked: state.agreeing, onChange: (event) => update({ agreeing: event.target.checked }) }),
      say("agreeing")),
    rows.length ? h(DataTable, { title: say("published"), model, stacked: true }) : null,
    figures.notes.map((text) => h("p", { class: "note" }, text)));
}

function Notes({ n }) {
  const { notes } = NETWORKS[n];
  if (!notes.length) return null;
  return h("section", { class: "card wide", "aria-labelledby": "notes-title" },
    h("h2", { id: "notes-title" }, say("notes")),
    h("ul", null, notes.map((text) => h("li", null, text))));
}

function App() {
  const n = state.current;
  return h(preact.Fragment, null,
    h("a", { class: "skip", href: "#layers" }, say("skip")),
    h("header", null,
      h("h1", null, NETWORKS.length > 1 ? NETWORKS.map(({ title }) => title).join(" · ") : NETWORKS[n].heading),
      h(Settings, { n })),
    h("main", null,
      h(Banner), h(Comparison),
      NETWORKS.length > 1 ? h("h2", { class: "which" }, NETWORKS[n].heading) : null,
      h(Warnings, { n }),
      resultOf(n).rows.length ? h(Sections, { n }) : null),
    h("footer", null,
      h("p", null, say("made", { version: DATA.version }), " ", TROUBLES.length ? "" : say("checked"))),
    h("div", { class: "said", role: "status" }, state.said));
}

const Sections = ({ n }) =>
  h("div", { class: "sections" },
    h("div", { class: "wide" }, h(Totals, { n })),
    h("section", { class: "card", id: "layers", tabindex: -1, "aria-labelledby": "layers-title" },
      h("h2", { id: "layers-title" }, say("layers")), h(Tools, { n }), h(LayerTable, { n })),
    h("div", { class: "side" }, h(Diagram, { key: n, n }), h(Charts, { n })),
    h(Published, { n }), h(Notes, { n }));

let silence = 0;

function draw() {
  preact.render(h(App), document.getElementById("app"));
  clearTimeout(silence);
  if (state.said) silence = setTimeout(() => update({ said: "" }), 3000);
}

// For whoever wants to ask the page itself: archcalc.totals(0, [256, 256], 8, ["flops"]).
window.archcalc = {
  networks: NETWORKS.map(({ name }) => name),
  totals: (n, sizes, batch = 1, ways = []) => {
    const input = [NETWORKS[n].input[0], ...sizes].map(big);
    const rows = analyse(NETWORKS[n], input, big(batch), ways.includes("with_aux"));
    const amounts = QUANTITIES.map((key) => [key, String(total(rows, key, ways, input, big(batch)))]);
    return Object.fromEntries(amounts);
  },
  layers: (n, sizes, batch = 1) => {
    const input = [NETWORKS[n].input[0], ...sizes].map(big);
    return analyse(NETWORKS[n], input, big(batch)).map((row) => row && {
      path: row.path, out: row.out.map(Number), field: seenBy(row.spans).map(Number), explained: explained(row),
    });
  },
  reshaped: (n, sizes) => {
    const of = (axes) => analyse(NETWORKS[n], [NETWORKS[n].own[0], ...axes].map(big), 1n);
    return reshaped(of(sizes), of(NETWORKS[n].own.slice(1))).map(([name]) => name);
  },
};

repaint("auto");
