// What scripts add to pages that work without: saved progress, steps, live sliders, filters.
"use strict";
(() => {
  const CASE = "thirdfriday.case";
  const FORM = "thirdfriday.form";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const store = {
    get(key) { try { return localStorage.getItem(key) || ""; } catch { return ""; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* private mode */ } },
  };

  // The case travels in every form of the page; the newest is kept in this browser.
  function carry(text) {
    if (!text.trim()) return;
    all("[data-case]").forEach((area) => { area.value = text; });
    store.set(CASE, text);
  }

  function begin() {
    const fresh = document.querySelector("[data-new-case]") || document.querySelector("#go [data-case]");
    if (fresh && fresh.value.trim()) carry(fresh.value);
    else if (store.get(CASE)) {
      all("[data-case]").forEach((area) => { area.value = store.get(CASE); });
      all("[data-saved]").forEach((box) => { box.hidden = false; });
    }
    all("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        window.print();
      });
    });
    all("#go, #case-form").forEach((sender) => {
      if (!window.htmx) return;
      const told = document.createElement("input");
      told.type = "hidden"; told.name = "scripts"; told.value = "yes";
      sender.append(told);
    });
    form();
    sliders();
    filters();
    notes();
    kept();
    ranks();
    const mistakes = document.getElementById("mistakes");
    if (mistakes) mistakes.focus();
  }

  // The guided form: one step at a time, every answer kept as it is given.
  function form() {
    const guided = document.querySelector("[data-form]");
    if (!guided) return;
    const named = () => all("input[name], select[name], textarea[name]", guided)
      .filter((field) => !/^(from|scripts|corrections)$/.test(field.name));
    const kept = () => named().filter((field) => !/checkbox|radio/.test(field.type) || field.checked)
      .filter((field) => field.value.trim()).map((field) => [field.name, field.value]);
    const save = () => store.set(FORM, JSON.stringify(kept()));
    const filled = kept().length > 1;
    const box = document.querySelector("[data-saved-form]");
    const saved = store.get(FORM);
    const again = performance.getEntriesByType("navigation")[0];
    if (filled && again && again.type === "reload" && saved.length > 30) fillIn(named(), saved);
    if (filled) save();
    else if (box && saved.length > 30) box.hidden = false;
    guided.addEventListener("input", save);
    guided.addEventListener("change", save);
    const restore = document.querySelector("[data-restore]");
    if (restore) restore.addEventListener("click", () => { bringBack(guided, saved); });
    const forget = document.querySelector("[data-forget]");
    if (forget) forget.addEventListener("click", () => {
      [FORM, CASE, "thirdfriday.log", "thirdfriday.ranked", "thirdfriday.corrections"].forEach(store.drop); box.hidden = true;
    });
    steps(guided);
  }

  // After a reload the newest answers stand, not those that were sent before them.
  function fillIn(fields, saved) {
    const values = new Map();
    JSON.parse(saved).forEach(([name, value]) => values.set(name, [...(values.get(name) || []), value]));
    fields.forEach((field) => {
      const given = values.get(field.name) || [];
      if (/checkbox|radio/.test(field.type)) field.checked = given.includes(field.value);
      else field.value = given[0] || "";
    });
  }

  // Rows of lists need the server to draw them, so the answers are sent to be laid out again.
  function bringBack(guided, saved) {
    const again = document.createElement("form");
    again.method = "post";
    again.action = "/start/rows";
    JSON.parse(saved).forEach(([name, value]) => {
      const field = document.createElement("input");
      field.type = "hidden"; field.name = name; field.value = value;
      again.append(field);
    });
    document.body.append(again);
    again.submit();
  }

  function steps(guided) {
    const parts = all(".step", guided);
    const links = all(".step-list a", guided);
    const actions = guided.querySelector(".actions");
    const back = document.createElement("button");
    const next = document.createElement("button");
    [[back, "Back"], [next, "Next"]].forEach(([button, words]) => {
      button.type = "button"; button.className = "button other"; button.textContent = words;
    });
    next.className = "button";
    actions.prepend(back, next);
    let at = 0;
    const show = (index, focus) => {
      at = Math.max(0, Math.min(parts.length - 1, index));
      parts.forEach((part, i) => { part.hidden = i !== at; });
      links.forEach((link, i) => {
        if (i === at) link.setAttribute("aria-current", "step"); else link.removeAttribute("aria-current");
      });
      back.hidden = at === 0;
      next.hidden = at === parts.length - 1;
      if (focus) { parts[at].focus({ preventScroll: true }); guided.scrollIntoView({ block: "start" }); }
    };
    const holding = (id) => parts.findIndex((part) => part.id === id || part.querySelector("#" + CSS.escape(id)));
    const reveal = (id, focus) => {
      const index = holding(id);
      if (index < 0) return;
      show(index, false);
      const target = document.getElementById(id);
      for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      target.scrollIntoView({ block: "center" });
      if (focus) (target.matches("input, select, textarea") ? target : target.querySelector("input, select") || target).focus();
    };
    links.forEach((link, i) => link.addEventListener("click", (event) => { event.preventDefault(); show(i, true); }));
    back.addEventListener("click", () => show(at - 1, true));
    next.addEventListener("click", () => show(at + 1, true));
    all("#mistakes a").forEach((link) => link.addEventListener("click", (event) => {
      event.preventDefault(); reveal(link.hash.slice(1), true);
    }));
    const first = guided.querySelector(".bad, .wrong");
    parts.forEach((part, i) => { if (part.querySelector(".wrong")) links[i].classList.add("has-wrong"); });
    show(first ? parts.indexOf(first.closest(".step")) : 0, false);
    if (location.hash.length > 1) reveal(decodeURIComponent(location.hash.slice(1)), false);
  }

  // Sliders say their value at once; htmx asks for the plan.
  function sliders() {
    all(".slider input[type=range]").forEach((range) => {
      const output = range.parentElement.querySelector("output");
      const tell = () => {
        const top = range.dataset.top && range.value === range.max;
        const amount = Number(range.value).toLocaleString("en-US");
        output.textContent = top ? range.dataset.top : (range.dataset.before || "") + amount + (range.dataset.after || "");
        range.setAttribute("aria-valuetext", output.textContent);
      };
      range.addEventListener("input", tell);
      tell();
    });
    const form = document.getElementById("sliders");
    if (!form || !window.htmx) return;
    form.querySelector(".replan").hidden = true;
    const redraw = form.querySelector("[name=redraw]");
    all("[name=minutes], [name=place]", form).forEach((field) => field.addEventListener("input", () => { redraw.checked = true; }));
    const state = form.querySelector("[data-slider-state]");
    document.body.addEventListener("htmx:beforeRequest", () => { state.textContent = "Planning …"; });
    document.body.addEventListener("htmx:afterSettle", () => {
      const fresh = document.querySelector("[data-new-case]");
      if (fresh) carry(fresh.value);
      state.textContent = "Planned anew.";
      filters();
    });
    document.body.addEventListener("htmx:sendError", () => { state.textContent = "The app does not answer. Is it still running?"; });
  }

  // The list, narrowed on the spot.
  function filters() {
    const form = document.querySelector("[data-filters]");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "yes";
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    const rows = all(".list > li");
    const count = form.querySelector("[data-filter-count]");
    const apply = () => {
      const wanted = Object.fromEntries(all("[data-filter]", form).map((field) => [field.dataset.filter, field.value]));
      const text = wanted.text.trim().toLowerCase();
      let shown = 0;
      rows.forEach((row) => {
        const fits = ["tier", "kind", "signal", "state"].every((key) => !wanted[key] || row.dataset[key] === wanted[key])
          && (!text || row.querySelector("summary").textContent.toLowerCase().includes(text));
        row.hidden = !fits;
        shown += fits;
      });
      count.textContent = shown === rows.length ? "" : `${shown} of ${rows.length} shown`;
    };
    form.addEventListener("input", apply);
  }

  // What travels with forms beside the case (log, rank order list, corrections) is kept here too.
  function kept() {
    const areas = all("[data-keep]");
    const fresh = {};
    areas.forEach((area) => { if (area.value.trim() || "answered" in area.dataset) fresh[area.dataset.keep] = area.value; });
    Object.entries(fresh).forEach(([key, value]) => store.set("thirdfriday." + key, value));
    areas.forEach((area) => { if (!area.value.trim()) area.value = store.get("thirdfriday." + area.dataset.keep); });
  }

  // Ranks can be dragged; the buttons of each line do the same for the keyboard.
  function ranks() {
    const list = document.querySelector("[data-ranks]");
    if (!list) return;
    let held = null;
    all("li", list).forEach((line) => {
      line.draggable = true;
      line.addEventListener("dragstart", (event) => { held = line; line.classList.add("held"); event.dataTransfer.effectAllowed = "move"; });
      line.addEventListener("dragend", () => {
        line.classList.remove("held");
        const order = all("li", list).map((item) => item.dataset.index);
        if (order.every((index, place) => Number(index) === place)) return;
        const form = list.closest("form");
        form.querySelector("[name=order]").value = order.join(",");
        form.requestSubmit();
      });
      line.addEventListener("dragover", (event) => {
        event.preventDefault();
        if (!held || held === line) return;
        const box = line.getBoundingClientRect();
        list.insertBefore(held, event.clientY < box.top + box.height / 2 ? line : line.nextSibling);
      });
    });
  }

  // Notes on a program stay in this browser.
  function notes() {
    all("[data-note]").forEach((area) => {
      const key = "thirdfriday.note." + area.dataset.note;
      area.value = store.get(key);
      area.closest("[data-needs-script]").hidden = false;
      area.addEventListener("input", () => { if (area.value) store.set(key, area.value); else store.drop(key); });
    });
  }

  document.addEventListener("DOMContentLoaded", begin);
})();
