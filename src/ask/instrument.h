// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace karuna::ask {

/// Text by language code ("en", "de", "fr", "es", "ar").
using Words = std::map<std::string, std::string>;

/// The text in this language, else in English, else empty.
std::string_view in_language(const Words& words, std::string_view language);

enum class Status {
  key,            ///< the key is certain; wording is added by the organisation
  card,           ///< a reference card: says what is known and what is missing; cannot be scored
  not_validated,  ///< our own: complete, and nobody has shown yet that it measures what it says
};

/// What the owner's terms allow with the wording. The repository holds keys either way.
enum class Verdict {
  ship,        ///< free with attribution
  ship_nc,     ///< free with notice, never sold
  ship_nc_nd,  ///< the same, and never edited
  key,         ///< the owner's permission is needed
  no,          ///< stay away
};

/// How sure a figure from outside is.
enum class Certainty { read, recalled, computed };

/// What one answer code is worth, where it is not the code itself.
struct Points {
  std::int16_t code = 0;
  double points = 0;
};

struct Item {
  std::string code;                     ///< unique within the instrument: "S1"
  Words topic;                          ///< two or three words of our own; English always
  std::int16_t min = 1, max = 5, step = 1;
  bool reversed = false;                ///< counts as min + max - code
  bool scored = true;                   ///< false: a filler that no score may use
  std::vector<std::int16_t> left_out;   ///< codes that are answers but leave the mean ("do not know")
  std::vector<Points> points;           ///< empty: the code counts as itself (turned where reversed)
  std::vector<std::int16_t> care;       ///< answers at which the page offers the contacts of the wave, to whoever gives them and to nobody else
  std::string labels;                   ///< id of a set of response labels, or empty
  Words lead;                           ///< the instruction of its instrument, at its first item: a battery keeps those of its parts
  Words text;                           ///< the question; empty for what is not ours until the organisation adds it

  /// Is this an answer on the scale (left_out codes are not)?
  bool on_scale(std::int16_t answer) const;
  /// Is this one of the codes that leave the mean?
  bool leaves(std::int16_t answer) const;
  /// What an answer on the scale counts.
  double value(std::int16_t answer) const;
  /// Ends of what an answer can count.
  double lowest() const;
  double highest() const;
};

enum class Method {
  mean,              ///< of the items that were answered, times `times`
  sum,               ///< of all items, times `times`; needs every item
  mean_of_scores,    ///< of other scores of this instrument; needs every one
  percent_positive,  ///< group: share of `positive` codes among valid answers, by item; mean of the items, in percent
  net_share,         ///< group: 100 x (share of `positive` - share of `negative`) among valid answers of one item
};

/// Of whom a score speaks. A group's score has no row of its own; see scoring.h for a person's part in it.
enum class Scope { respondent, group };

/// Up to and including `up_to`, from the end of the band before.
struct Band {
  double up_to = 0;
  Words label;
};

struct Norm {
  std::string population;
  double mean = 0;
  std::optional<double> sd;
  std::string source;
  Certainty certainty = Certainty::recalled;
};

struct Score {
  std::string id;                       ///< unique within the instrument: "support"
  Words name;                           ///< English always
  Method method = Method::mean;
  Scope scope = Scope::respondent;
  std::vector<std::size_t> items;       ///< positions in Instrument::items
  std::vector<std::size_t> parts;       ///< mean_of_scores: positions in Instrument::scores, all before this one
  double times = 1;
  std::uint32_t answer_at_least = 0;    ///< items with an answer on the scale that are needed; 0: every item must be answered, where a
                                        ///< code that leaves the mean is an answer, and at least one must remain
  std::vector<std::int16_t> positive;   ///< percent_positive and net_share
  std::vector<std::int16_t> negative;   ///< net_share
  double min = 0, max = 0;              ///< ends of the score, worked out from the items
  bool higher_is_better = true;
  std::string dimension;                ///< "behaviour", "culture", "fatigue", "outcomes", or empty
  std::string indicator;                ///< "B5", "C1", "C2", "C3", "C4", "F1", "F2", or empty
  std::vector<Band> bands;              ///< ascending; the last reaches max
  std::string bands_note;               ///< whose bands these are and how sure
  std::vector<Norm> norms;
};

/// A worked example: it is a test. One row for a score of a respondent, several for a score of a group.
struct Example {
  std::vector<std::vector<std::optional<std::int16_t>>> rows;      ///< each by Instrument::items
  std::map<std::string, std::optional<double>> expected;           ///< by score id; nothing: must not be scored
};

/// A part of an instrument whose items a card does not list.
struct Facet {
  std::string name;
  std::uint32_t items = 0;              ///< 0: not known
};

struct Instrument {
  std::string id;
  std::uint32_t version = 1;
  Status status = Status::key;
  Verdict verdict = Verdict::key;
  std::string name;
  std::string construct;                ///< what it is about, in a sentence
  std::string reference;
  std::string terms;                    ///< facts in our words: whose it is, what is allowed
  std::string owner;                    ///< who to ask
  std::string owner_address;
  std::string period;                   ///< what time the questions ask about, or empty
  Words instruction;                    ///< the sentence before the questions; empty for what is not ours until the organisation adds it
  std::vector<std::string> notes;       ///< traps
  std::vector<std::string> languages;   ///< languages in which every item has its text, in the order of the file
  std::vector<std::string> parts;       ///< a battery: the instruments it is put together from
  std::vector<Item> items;
  std::vector<Score> scores;
  std::vector<Example> examples;
  // A card only.
  std::uint32_t item_count = 0;
  std::string scale;                    ///< the response scale in words
  std::string scoring;                  ///< as far as certain
  std::vector<Facet> facets;
  std::vector<std::string> missing;     ///< what would be needed to make it a key
  // Added by the organisation.
  std::map<std::string, std::map<std::int16_t, std::string>> label_text;  ///< response labels of its own, by language and code
  std::string text_source;              ///< where the organisation's wording came from

  bool ours() const { return id.starts_with("karuna-"); }
  bool scorable() const { return status != Status::card; }
  std::optional<std::size_t> find_item(std::string_view code) const;
  std::optional<std::size_t> find_score(std::string_view id) const;
};

/// One set of response labels ("agreement-5"): what stands beside each code, by language.
struct LabelSet {
  std::string id;
  std::map<std::int16_t, Words> labels;
};

/// The words as they stand in files and tables: "key", "card", "not validated"; "SHIP", "SHIP-NC", "SHIP-NC-ND", "KEY", "NO"; ...
std::string_view name_of(Status status);
std::string_view name_of(Verdict verdict);
std::string_view name_of(Method method);
std::string_view name_of(Certainty certainty);

/// The band a value lies in, or nothing where the score has none.
const Band* band_of(const Score& score, double value);

}  // namespace karuna::ask
