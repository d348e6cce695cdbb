"""Templates of messages: what they may do, and what they may not."""

import random
from collections import Counter
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brasa.domain.campaign import Template
from brasa.domain.template import (
    MAX_LENGTH,
    choose,
    compile_template,
    render,
    variables,
)
from brasa.errors import BrasaError, InvalidInput


def message(body: str, **values: object) -> str:
    return render(compile_template(body), values)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Olá!", "Olá!"),
        ("Olá {{ nome }}!", "Olá Ana!"),
        ("Olá {{nome}}, código {{ codigo }}", "Olá Ana, código 7"),
        ("Olá {{ nome | upcase }}!", "Olá ANA!"),
        ("Olá {{ apelido | default: 'você' }}!", "Olá você!"),
        ("Olá{% if apelido %} {{ apelido }}{% endif %}!", "Olá!"),
        ("{% if nome == 'Ana' %}Sra.{% else %}Sr(a).{% endif %}", "Sra."),
        ("{{ vencimento | date: '%d/%m' }}", "01/12"),
        ("{{ nome | append: '!' | replace: 'n', 'N' }}", "ANa!"),
    ],
)
def test_a_body_is_filled_with_the_values_of_a_recipient(body: str, text: str) -> None:
    assert message(body, nome="Ana", codigo=7, vencimento="2026-12-01") == text


def test_values_are_plain_text_and_never_templates() -> None:
    assert message("{{ nome }}", nome="<b>{{ senha }}</b> & {% if %}") == (
        "<b>{{ senha }}</b> & {% if %}"
    )


@pytest.mark.parametrize(
    ("body", "variable"),
    [
        ("Olá {{ nome }}!", "nome"),
        ("Olá {{ nome | upcase }}!", "nome"),
        ("{{ prazo | date: '%d' }}", "prazo"),
        ("{% for x in itens %}{{ x }}{% endfor %}", "itens"),
        ("{{ pessoa.nome }}", "pessoa"),
    ],
)
def test_a_missing_variable_is_named(body: str, variable: str) -> None:
    with pytest.raises(BrasaError, match=variable) as missing:
        message(body)

    assert missing.value.code == "template_variable_missing"


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("{{ nome", 1, 1),
        ("Olá\n  {% foo %}", 2, 6),
        ("{% if nome %}Olá", 1, 17),
        ("Olá\n{{ nome | gritar }}", 2, 11),
        ("{% include 'segredo' %}", 1, 4),
        ("{% render 'segredo' %}", 1, 4),
        ("{{ (1..9) | join: ',' }}", 1, 13),
    ],
)
def test_a_mistake_is_refused_with_its_position(body: str, line: int, column: int) -> None:
    with pytest.raises(InvalidInput, match=f"linha {line}, coluna {column}") as refused:
        compile_template(body)

    assert (refused.value.values["line"], refused.value.values["column"]) == (line, column)
    assert refused.value.problems[0].field == "template"


def test_an_oversized_body_is_refused() -> None:
    with pytest.raises(InvalidInput, match="16384"):
        compile_template("a" * 16_385)


def test_the_variables_of_a_body_are_those_it_takes_from_outside() -> None:
    body = "{% assign ola = nome %}{{ ola }} {{ cidade | default: uf }} {{ true }}"

    assert variables(body) == {"nome", "cidade", "uf"}


@pytest.mark.parametrize("length", [MAX_LENGTH, MAX_LENGTH + 1])
def test_a_message_has_a_longest_length(length: int) -> None:
    if length <= MAX_LENGTH:
        assert len(message("{{ texto }}", texto="a" * length)) == length
        return
    with pytest.raises(BrasaError) as refused:
        message("{{ texto }}", texto="a" * length)
    assert refused.value.code == "template_too_long"


def test_the_longest_length_is_a_setting() -> None:
    with pytest.raises(BrasaError):
        render(compile_template("{{ texto }}"), {"texto": "abcd"}, max_length=3)


@pytest.mark.parametrize(
    "body",
    [
        "{% for i in (1..100000000) %}a{% endfor %}",
        "{% for i in (1..900) %}{% for j in (1..900) %}a{% endfor %}{% endfor %}",
        "{% assign x = 'aaaaaaaaaa' %}" + "{% assign x = x | append: x %}" * 60 + "{{ x }}",
        "{% assign n = 9 %}" + "{% assign n = n | times: n %}" * 60 + "{{ n }}",
        "{{ '" + "a" * 3000 + "' | replace: 'a', '" + "b" * 3000 + "' }}",
        "{% assign x = 'aa' %}{{ x" + " | replace: 'a', x" * 60 + " }}",
        "{% capture x %}{% for i in (1..900) %}aaaaaaaaaaaa{% endfor %}{% endcapture %}{{x}}",
    ],
)
def test_a_bomb_is_refused_before_it_costs_anything(body: str) -> None:
    before = process_time()
    with pytest.raises(BrasaError) as refused:
        message(body)

    assert refused.value.code in {"template_too_long", "template_failed"}
    assert process_time() - before < 1


@pytest.mark.parametrize(
    "body",
    ["{{ 'now' | date: '%Y' }}", "{{ 1 | divided_by: 0 }}", "{{ 99999999999999 | date: '%Y' }}"],
)
def test_what_cannot_be_worked_out_fails_with_a_code(body: str) -> None:
    with pytest.raises(BrasaError) as failed:
        message(body)

    assert failed.value.code == "template_failed"


def test_a_body_is_compiled_once() -> None:
    assert compile_template("Oi {{ nome }}") is compile_template("Oi {{ nome }}")


def test_variants_are_drawn_in_proportion_to_their_weight() -> None:
    variants = [Template("a", weight=3), Template("b", weight=1), Template("c", weight=0)]
    rng = random.Random(7)
    drawn = Counter(choose(variants, rng).body for _ in range(4000))

    assert drawn["a"] == pytest.approx(3000, abs=150)
    assert drawn["c"] == 0


def test_a_single_variant_needs_no_dice() -> None:
    only = Template("a", weight=0)

    assert choose([only], random.Random(1)) is only


# ---- the fast path says what Liquid says ----

texts = st.text(st.sampled_from("aé {}%-|'\n\t.#"), max_size=12)
names = st.sampled_from(["nome", "x", "_y", "true", "nil", "empty", "for", "a-b", "forloop", "9"])
outputs = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["{{", "{{-"]),
    st.sampled_from(["", " ", "\n"]),
    names,
    st.sampled_from(["", " ", "  "]),
    st.sampled_from(["}}", "-}}"]),
)
values = st.dictionaries(
    st.sampled_from(["nome", "x", "_y", "true", "for"]),
    st.text(max_size=5) | st.integers() | st.booleans() | st.none() | st.floats(),
)


@given(st.lists(texts | outputs, max_size=6).map("".join), values)
def test_with_or_without_liquid_the_message_is_the_same(
    body: str, filled: dict[str, object]
) -> None:
    try:
        compiled = compile_template(body)
    except InvalidInput:
        return
    try:
        expected = compiled.liquid.render(filled)
    except Exception:
        with pytest.raises(BrasaError):
            render(compiled, filled)
        return

    assert render(compiled, filled) == expected


@pytest.mark.parametrize("body", ["{{ nome }}\r\nOi", "{{ nome | upcase }}\r\nOi"])
def test_lines_from_windows_end_once(body: str) -> None:
    assert render(compile_template(body), {"nome": "A\r\nB"}) == "A\nB\nOi"


def test_plain_bodies_take_the_fast_path() -> None:
    assert compile_template("Olá {{ nome }}, {{ x }}!").pieces == ("Olá ", "nome", ", ", "x", "!")
    assert compile_template("Olá {{ nome | upcase }}!").pieces is None
    assert compile_template("{{ true }}").pieces is None
