// SPDX-License-Identifier: Apache-2.0
#include "simulate/demo_hospital.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include "base/csv.h"
#include "base/text.h"
#include "simulate/answer_model.h"
#include "stats/resample/philox.h"

namespace karuna::simulate {
namespace {

constexpr double demo_ward_size = 2.5;
constexpr double demo_loading = 0.72;  // so that scales pass their gates in spite of the noise that 800 ballots carry, and there is an index to look at
constexpr std::uint32_t order_of_sending = 77;  // a purpose of random numbers that the model does not use

std::string employee_id(std::uint32_t person) {
  char text[16];
  std::snprintf(text, sizeof text, "E%04u", person);
  return text;
}

std::string path_of(const Hospital& hospital, std::uint32_t unit) {
  const HospitalUnit& here = hospital.units[unit];
  return here.parent_position == 0 ? here.name : path_of(hospital, here.parent_position) + " / " + here.name;
}

}  // namespace

DemoHospital make_demo_hospital(std::uint32_t people, std::uint64_t seed) {
  DemoHospital demo;
  demo.options.people = people;
  demo.options.seed = seed;
  demo.options.ward_size = demo_ward_size;
  demo.options.weakest_loading = demo_loading;
  demo.hospital = make_hospital(demo.options);
  return demo;
}

std::string demo_login(std::uint32_t person) {
  std::string id = employee_id(person);
  id[0] = 'e';
  return id + "@lindenhof.example";
}

std::string demo_roster(const DemoHospital& demo, const std::string& newest) {
  CsvWriter table;
  table.text("employee_id").text("email").text("manager_id").text("unit").text("start_date").text("language").text("job_family").text("level_band").end_row();
  // The first ward of a department has the one who leads the department; the very first person leads the hospital.
  std::vector<std::uint32_t> lead_of_department(demo.hospital.units.size(), 0);
  for (auto ward = demo.hospital.wards.rbegin(); ward != demo.hospital.wards.rend(); ++ward)
    lead_of_department[demo.hospital.units[*ward].parent_position] = demo.hospital.units[*ward].first_person;
  constexpr const char* jobs[] = {"nursing", "nursing", "nursing", "medicine", "therapy", "service"};
  constexpr std::uint32_t one_new_in = 100;
  constexpr const char* languages[] = {"en", "en", "de", "en", "fr", "en", "es", "de", "en", "ar"};
  for (const std::uint32_t w : demo.hospital.wards) {
    const HospitalUnit& ward = demo.hospital.units[w];
    const std::uint32_t above = lead_of_department[ward.parent_position];
    for (std::uint32_t person = ward.first_person; person < ward.first_person + ward.headcount; ++person) {
      stats::Random random(demo.options.seed, person, order_of_sending + 1);
      const std::uint32_t leads = person != ward.first_person ? ward.first_person : person != above ? above : demo.hospital.units[demo.hospital.wards.front()].first_person;
      const auto year = 2010 + random.below(15);
      table.text(employee_id(person)).text(demo_login(person)).text(leads == person ? "" : employee_id(leads)).text(path_of(demo.hospital, w));
      table.text(person % one_new_in == one_new_in / 2 && person != ward.first_person ? newest : std::to_string(year) + "-04-01").text(languages[random.below(10)]);
      table.text(jobs[random.below(6)]).text(person == above ? "4" : person == ward.first_person ? "3" : random.below(3) == 0 ? "2" : "1").end_row();
    }
  }
  return table.bytes();
}

Result<std::vector<DemoBallot>> demo_ballots(const DemoHospital& demo, const DemoWave& wave, std::uint32_t number, const std::vector<DemoQuestion>& questions,
                                             const std::map<std::string, const ask::Instrument*>& instruments) {
  // The first instrument says who answers; each draws its answers from numbers of its own.
  constexpr std::uint32_t numbers_of_an_instrument = 64;
  struct Model {
    std::uint32_t wave;
    AnswerModel answers;
  };
  std::map<std::string, Model> models;
  for (const std::string& id : wave.instruments) {
    const auto found = instruments.find(id);
    if (found == instruments.end()) return fail(Fault::not_found, "no instrument " + in_quotes(id) + " to make up answers for");
    HospitalOptions options = demo.options;
    options.response = models.empty() ? wave.response : 1;
    const auto place = number + numbers_of_an_instrument * static_cast<std::uint32_t>(models.size());
    options.dips.assign(place + 1, wave.dip);
    models.emplace(id, Model{place, AnswerModel(options, demo.hospital, *found->second)});
  }

  // Where each question's answer stands: in which model, at which item.
  struct Place {
    const Model* model;
    std::size_t item;
  };
  std::vector<Place> places;
  for (const DemoQuestion& question : questions) {
    const std::size_t colon = question.id.find(':');
    const auto model = models.find(question.id.substr(0, colon));
    if (colon == std::string::npos || model == models.end()) return fail(Fault::not_found, "no made-up answers for the question " + in_quotes(question.id));
    const auto& items = model->second.answers.items();
    const auto item = std::find_if(items.begin(), items.end(), [&](const auto& i) { return i.code == question.id.substr(colon + 1); });
    if (item == items.end()) return fail(Fault::not_found, "no made-up answers for the question " + in_quotes(question.id));
    places.push_back({&model->second, static_cast<std::size_t>(item - items.begin())});
  }

  std::vector<std::pair<std::uint32_t, DemoBallot>> ballots;
  for (const std::uint32_t w : demo.hospital.wards) {
    const HospitalUnit& ward = demo.hospital.units[w];
    for (std::uint32_t person = ward.first_person; person < ward.first_person + ward.headcount; ++person) {
      std::map<const Model*, std::optional<std::vector<std::int16_t>>> said;
      for (const auto& [id, model] : models) said[&model] = model.answers.answers_of(w, person, model.wave);
      if (std::any_of(said.begin(), said.end(), [](const auto& answers) { return !answers.second; })) continue;
      DemoBallot ballot{demo_login(person), {}};
      for (std::size_t q = 0; q < questions.size(); ++q) {
        const int code = (*said[places[q].model])[places[q].item];
        const bool given = code >= questions[q].min && code <= questions[q].max;
        ballot.answers.push_back(given ? static_cast<std::uint8_t>(code - questions[q].min + 1) : std::uint8_t{0});
      }
      ballots.emplace_back(stats::Random(demo.options.seed, person, order_of_sending + 2 + number).word(), std::move(ballot));
    }
  }
  std::sort(ballots.begin(), ballots.end(), [](const auto& a, const auto& b) { return std::tie(a.first, a.second.login) < std::tie(b.first, b.second.login); });
  std::vector<DemoBallot> sorted;
  for (auto& [order, ballot] : ballots) sorted.push_back(std::move(ballot));
  return sorted;
}

}  // namespace karuna::simulate
