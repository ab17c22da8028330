// Several networks side by side, as a whole and part by part.

const numbersOf = (key) => (n) => totalOf(n, key);
const WHOLES = [
  { title: () => say("inputSize"), text: (n) => people(resultOf(n).input) },
  ...QUANTITIES.map((key) => ({ title: () => quantityTitle(key), number: numbersOf(key) })),
  { title: () => say("deepness"), number: (n) => big(NETWORKS[n].graph.facts[0]) },
  { title: () => say("withPools"), number: (n) => big(NETWORKS[n].graph.facts[1]) },
  { title: () => say("nonlinear"), number: (n) => big(NETWORKS[n].graph.facts[2]) },
  { title: () => say("field"), text: (n) => fieldOf(n)[0] },
  { title: () => say("stride"), text: (n) => fieldOf(n)[1] },
  { title: () => say("paths"), text: (n) => NETWORKS[n].paths },
];
const two = () => NETWORKS.length === 2;

function comparedColumns(first) {
  const columns = [{ title: first }, ...NETWORKS.map(({ title }) => ({ title, align: "right" }))];
  return two() ? [...columns, { title: say("change"), align: "right" }] : columns;
}

// 9.68× fewer, from the first network to the second.
function change([before, after]) {
  if (before === after) return say("same");
  if (!before || !after) return "";
  if (before > after) return say("fewer", { n: quotientText(before, after) });
  return say("more2", { n: quotientText(after, before) });
}

function wholeModel() {
  const networks = NETWORKS.map((network, n) => n);
  const rows = WHOLES.map(({ title, text, number }) => {
    const values = number ? networks.map(number) : [];
    const cells = [title(), ...(number ? values.map(exact) : networks.map(text))];
    if (two()) cells.push(number ? change(values) : "");
    return { cells };
  });
  return { columns: comparedColumns(say("quantity")), rows };
}

function partAmount(n, ranges) {
  const sums = sumsOf(n, state.quantity);
  return sum(ranges.map(([start, stop]) => sums[stop] - sums[start]));
}

// The size at which a part works in each network that has it: that of its last weighted layer.
function sizeLabel(ranges) {
  const found = ranges.flatMap((own, n) => {
    const rows = own.flatMap(([start, stop]) => resultOf(n).rows.slice(start, stop)).filter(Boolean);
    const end = rows.findLast(isWeighted) ?? rows.at(-1);
    return end && end.out.length > 1 ? [end.out.slice(1).join("×")] : [];
  });
  return [...new Set(found)].join(" / ");
}

function partModel() {
  const rows = DATA.comparison.map(([told, level, ranges, bySize]) => {
    const label = bySize ? sizeLabel(ranges) || told : told;
    const values = ranges.map((own, n) => (own.length ? partAmount(n, own) : null));
    const cells = [label, ...values.map((one) => (one === null ? "" : exact(one)))];
    if (two()) cells.push(change(values));
    return { cells, indent: level };
  });
  const values = NETWORKS.map((network, n) => totalOf(n, state.quantity));
  const last = [say("total"), ...values.map(exact), ...(two() ? [change(values)] : [])];
  return { columns: comparedColumns(say("part")), rows: [...rows, { cells: last, total: true }] };
}

function Comparison() {
  if (NETWORKS.length < 2) return null;
  return h("section", { class: "card", id: "comparison", "aria-labelledby": "comparison-title" },
    h("h2", { id: "comparison-title" }, say("comparison")),
    h(DataTable, { title: say("comparison"), model: wholeModel() }),
    h("div", { class: "tools" }, h("label", null, h("span", null, say("shown")), h(QuantityChoice))),
    h(DataTable, { title: `${say("comparison")}: ${quantityTitle(state.quantity)}`, model: partModel() }));
}
