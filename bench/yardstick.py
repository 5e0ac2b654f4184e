# What scikit-learn reaches on the same rows: trained on those that were not held out, judged on those that were.
# python3 bench/yardstick.py leads.csv Converted rows.csv "Column A,Column B"   (rows.csv: --out of real-input)
import sys

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

csv, label, held_out, drop = sys.argv[1:5]
table = pd.read_csv(csv).replace("Select", np.nan)
held = pd.read_csv(held_out)["row"].to_numpy()
outcome = table[label].to_numpy()
features = table.drop(columns=[label, *[name for name in drop.split(",") if name]])
features = features.drop(columns=[name for name in features if features[name].isna().all()])
is_held = np.zeros(len(table), bool)
is_held[held] = True
numbers = [name for name in features if pd.api.types.is_numeric_dtype(features[name])]
words = [name for name in features if name not in numbers]


def calibration_error(truth, given):
    """Ten groups of equal size by rising probability: the mean distance of promise and outcome."""
    order = np.argsort(given, kind="stable")
    groups = np.array_split(order, 10)
    return sum(len(g) * abs(given[g].mean() - truth[g].mean()) for g in groups) / len(truth)


def tell(name, model):
    model.fit(features[~is_held], outcome[~is_held])
    given = model.predict_proba(features[is_held])[:, 1]
    truth = outcome[is_held]
    top = np.argsort(-given, kind="stable")[: round(len(truth) / 10)]
    print(
        f"{name:40} AUC {roc_auc_score(truth, given):.4f}  log loss {log_loss(truth, given):.4f}  "
        f"Brier {brier_score_loss(truth, given):.4f}  calibration {calibration_error(truth, given):.4f}  "
        f"lift@10% {truth[top].mean() / truth.mean():.2f}"
    )


numeric = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
named = make_pipeline(
    SimpleImputer(strategy="constant", fill_value="missing"),
    OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=10),
)
tell(
    "logistic regression",
    make_pipeline(
        ColumnTransformer([("numbers", numeric, numbers), ("words", named, words)]),
        LogisticRegression(max_iter=2000),
    ),
)
ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan, encoded_missing_value=np.nan)
encoded = ColumnTransformer([("words", ordinal, words), ("numbers", "passthrough", numbers)])
categorical = [*range(len(words))]


def boosting(**settings):
    return HistGradientBoostingClassifier(categorical_features=categorical, random_state=0, **settings)


tell("histogram gradient boosting, as it comes", make_pipeline(encoded, boosting()))
grid = {
    "histgradientboostingclassifier__learning_rate": [0.03, 0.06],
    "histgradientboostingclassifier__max_leaf_nodes": [8, 15, 31],
}
tell(
    "histogram gradient boosting, tuned",
    GridSearchCV(make_pipeline(encoded, boosting(max_iter=200)), grid, scoring="neg_log_loss", cv=3),
)
