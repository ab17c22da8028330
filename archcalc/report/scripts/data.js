"use strict";
// What the page was made of, and its sentences.

const DATA = JSON.parse(document.getElementById("data").textContent);

// A plan is one kind of layer: what its book says of the operation, with attributes of its own.
for (const { graph } of DATA.networks) {
  rename(graph.layers, graph.groups);
  graph.plans = graph.plans.map((plan) => ({ ...graph.books[plan.book ?? 0], ...plan }));
}

// Layers are written by their names alone: their paths follow from the blocks around them.
function rename(layers, groups) {
  for (const [name, , , start, stop, inner = []] of groups) {
    rename(layers, inner);
    for (let i = start; i < stop; i++) layers[i][0] = `${name}.${layers[i][0]}`;
  }
}

// A sentence with its {names} filled in; in Korean a name may bring its counter, {n:번}.
function say(key, values = {}) {
  return DATA.words[key].replace(/\{(\w+)(?::([^}]*))?\}/g, (all, name, counter) =>
    name in values ? String(values[name]) + (counter ?? "") : all,
  );
}
