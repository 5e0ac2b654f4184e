# Writes public data sets as csv, each with an outcome of two kinds, for `npm run bench -- scoring`. None of them is in this project.
# Rscript bench/public-tables.R FOLDER
# Needs Debian's r-cran-modeldata r-cran-kernlab r-cran-mlbench r-cran-aer r-cran-cardata r-cran-ggplot2 and survival (in R itself).
out <- commandArgs(trailingOnly = TRUE)[1]
dir.create(out, showWarnings = FALSE)

# package, data set, outcome (which rows are "yes"), columns that are the outcome, name nobody, or came after it
put <- function(package, name, outcome, drop) {
  held <- new.env()
  data(list = name, package = package, envir = held)
  table <- as.data.frame(get(name, held))
  yes <- outcome(table)
  table <- table[!is.na(yes), setdiff(names(table), drop), drop = FALSE]
  for (column in names(table)) if (is.logical(table[[column]])) table[[column]] <- ifelse(table[[column]], "yes", "no")
  table$outcome <- ifelse(yes[!is.na(yes)], "yes", "no")
  write.csv(table, file.path(out, paste0(name, ".csv")), row.names = FALSE, na = "")
}

put("modeldata", "attrition", function(t) t$Attrition == "Yes", "Attrition")
put("modeldata", "check_times", function(t) t$check_time > 60, c("check_time", "package", "status"))
put("modeldata", "credit_data", function(t) t$Status == "bad", "Status")
put("modeldata", "lending_club", function(t) t$Class == "bad", "Class")
put("modeldata", "mlc_churn", function(t) t$churn == "yes", "churn")
put("modeldata", "stackoverflow", function(t) t$Remote == "Remote", "Remote")
put("modeldata", "hpc_data", function(t) t$class != "VF", "class")
put("kernlab", "income", function(t) as.integer(t$INCOME) >= 6, "INCOME")
put("kernlab", "spam", function(t) t$type == "spam", "type")
put("kernlab", "ticdata", function(t) t$CARAVAN == "insurance", "CARAVAN")
put("AER", "HealthInsurance", function(t) t$insurance == "yes", "insurance")
put("AER", "HMDA", function(t) t$deny == "yes", "deny")
put("AER", "SmokeBan", function(t) t$smoker == "yes", "smoker")
put("AER", "NMES1988", function(t) t$insurance == "yes", "insurance")
put("AER", "Fertility2", function(t) t$work == 0, "work")
put("carData", "MplsStops", function(t) t$personSearch == "YES", c("personSearch", "idNum", "vehicleSearch", "citationIssued"))
put("ggplot2", "diamonds", function(t) t$cut == "Ideal", "cut")
put("AER", "CPS1988", function(t) t$wage > 800, "wage")
put("mlbench", "Satellite", function(t) t$classes %in% c("grey soil", "damp grey soil", "very damp grey soil"), "classes")
put("mlbench", "LetterRecognition", function(t) t$lettr %in% LETTERS[1:13], "lettr")
put("survival", "flchain", function(t) t$death == 1, c("death", "futime", "chapter"))
